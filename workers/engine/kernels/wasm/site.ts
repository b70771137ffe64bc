import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type * as tf from '@tensorflow/tfjs-core';
import { LensmithError } from '../../../../core/errors';
import { instantiate, type NativeCode, type Pointer, STACK_BYTES } from '../../native/module';
import type { ConvInfo } from '../conv-geometry';
import type { TrainingExports } from './exports';

/** Parts of tfjs-backend-wasm 4.22 that its types leave out. */
interface Internals {
  wasm: {
    asm: Record<string, unknown>;
    _malloc(bytes: number): number;
    _free(at: number): void;
  };
  getMemoryOffset(dataId: object): Pointer;
}

/** Our module at work in tfjs's own memory: tensors go in and out by address, without a copy. */
export interface Site {
  readonly native: TrainingExports;
  readonly backend: BackendWasm;
  /** A new tensor, uninitialised. */
  make(shape: readonly number[]): tf.TensorInfo;
  /** Where a tensor lies; 0 for none. Addresses stay, also when the memory grows. */
  at(tensor: tf.TensorInfo | null | undefined): Pointer;
  /** Room for `floats`, until the next call for it; grows to the most ever asked for and stays. */
  workspace(floats: number): Pointer;
  /** The window of a convolution or pool, until the next call. */
  window(info: ConvInfo): Pointer;
  /** Sets `floats` to zero. */
  clear(at: Pointer, floats: number): void;
}

/** Bytes of a Window: native/src/window.h. */
const WINDOW_BYTES = 4 * 11;

/**
 * An instance in the memory of tfjs's `backend`, which must not be threaded. From then on, an
 * allocation that fails, tfjs's own included, throws outOfMemory: tfjs would write to address 0.
 */
export function openSite(backend: BackendWasm, code: NativeCode): Site {
  const internals = backend as unknown as Internals;
  const { wasm } = internals;
  const memory = Object.values(wasm.asm).find((value) => value instanceof WebAssembly.Memory);
  if (!memory) throw new Error('tfjs-wasm shows no memory');
  guardMalloc(wasm);
  const stack = align(wasm._malloc(STACK_BYTES + 16 + WINDOW_BYTES));
  const windowAt = stack + STACK_BYTES;
  const native = instantiate(code, memory, stack) as TrainingExports;
  let room = { at: 0, floats: 0 };
  return {
    native,
    backend,
    make: (shape) => backend.makeOutput([...shape], 'float32'),
    at: (tensor) => (tensor ? internals.getMemoryOffset(tensor.dataId) : 0),
    workspace(floats) {
      if (floats > room.floats) {
        if (room.at !== 0) wasm._free(room.at);
        room = { at: 0, floats: 0 };
        room = { at: wasm._malloc(4 * floats) >>> 0, floats };
      }
      return room.at;
    },
    window(info) {
      // A new view each time: growing the memory detaches the old one.
      new Int32Array(memory.buffer, windowAt, WINDOW_BYTES / 4).set([
        ...[info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
        ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
        ...[info.padInfo.top, info.padInfo.left],
      ]);
      return windowAt;
    },
    clear: (at, floats) => new Float32Array(memory.buffer, at, floats).fill(0),
  };
}

const guarded = new WeakSet<object>();

/** `_malloc` answers 0 when the memory cannot grow any more, and nobody in tfjs looks. */
function guardMalloc(wasm: Internals['wasm']): void {
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    let at = 0;
    try {
      at = allocate(bytes);
    } catch (cause) {
      // A browser may refuse to grow the memory by throwing.
      if (!(cause instanceof RangeError)) throw cause;
      throw new LensmithError('outOfMemory', {}, { cause });
    }
    if (at === 0 && bytes > 0) throw new LensmithError('outOfMemory');
    return at;
  };
}

const align = (at: number): number => Math.ceil((at >>> 0) / 16) * 16;
