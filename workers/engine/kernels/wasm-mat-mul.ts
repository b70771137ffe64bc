import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

type Multiply = (
  aId: number,
  aShape: Uint8Array,
  aRank: number,
  bId: number,
  bShape: Uint8Array,
  bRank: number,
  transposeA: boolean,
  transposeB: boolean,
  outId: number,
) => void;

/** Parts of tfjs-backend-wasm that its types leave out. */
interface WasmInternals {
  wasm: {
    cwrap(name: string, result: null, types: string[]): Multiply;
    tfjs: {
      registerTensor(id: number, size: number, memoryOffset: number): void;
      disposeData(id: number): void;
    };
  };
  dataIdNextNumber: number;
  getMemoryOffset(dataId: object): number;
}

const multipliers = new WeakMap<object, Multiply>();

/**
 * BatchMatMul for `wasm`, as one XNNPACK product per batch entry: the stock kernel takes XNNPACK
 * only without transposes and batch, and is about ten times slower otherwise. Transposes are made
 * explicit. Batch entries are views on tfjs's memory, so nothing is copied; their fresh ids also
 * keep XNNPACK's packed operand, cached by id alone, from being used for another shape of the same
 * data. [batch..., M, K] x [batch..., K, N], batches equal or absent on one side.
 */
export function wasmMatMul(
  { a, b }: { a: tf.Tensor; b: tf.Tensor },
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
): tf.TensorInfo {
  const backend = tf.backend() as BackendWasm;
  const internals = backend as unknown as WasmInternals;
  const left = transposeA ? swapLastTwo(a) : a;
  const right = transposeB ? swapLastTwo(b) : b;
  const outerA = left.shape.slice(0, -2);
  const outerB = right.shape.slice(0, -2);
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const batchA = tf.util.sizeFromShape(outerA);
  const batchB = tf.util.sizeFromShape(outerB);
  const batch = tf.util.sizeFromShape(outer);
  if (batch !== Math.max(batchA, batchB) || (batchA !== batchB && Math.min(batchA, batchB) !== 1)) {
    throw new Error(`matMul broadcasts [${a.shape}] and [${b.shape}] in a way not supported`);
  }
  const [m, k] = left.shape.slice(-2) as [number, number];
  const n = right.shape[right.rank - 1]!;
  const out = backend.makeOutput([...outer, m, n], 'float32');

  const at = (tensor: tf.TensorInfo) => internals.getMemoryOffset(tensor.dataId);
  const [atA, atB, atOut] = [at(left), at(right), at(out)];
  // One right-hand side for all: the batch is only more rows.
  const steps = batchB === 1 ? 1 : batch;
  const rows = batchB === 1 ? batch * m : m;
  const shapeA = int32Bytes([1, rows, k]);
  const shapeB = int32Bytes([1, k, n]);
  const multiply = multiplierOf(internals);
  const { registerTensor, disposeData } = internals.wasm.tfjs;
  const view = (offset: number, step: number, size: number): number => {
    const id = internals.dataIdNextNumber++;
    registerTensor(id, size, offset + step * size * 4);
    return id;
  };
  for (let step = 0; step < steps; step++) {
    const idA = view(atA, batchA === 1 ? 0 : step, rows * k);
    const idB = view(atB, batchB === 1 ? 0 : step, k * n);
    const idOut = view(atOut, step, rows * n);
    multiply(idA, shapeA, 3, idB, shapeB, 3, false, false, idOut);
    disposeData(idA);
    disposeData(idB);
    disposeData(idOut);
  }
  if (left !== a) left.dispose();
  if (right !== b) right.dispose();
  return out;
}

function multiplierOf(internals: WasmInternals): Multiply {
  const known = multipliers.get(internals.wasm);
  if (known) return known;
  const shape = ['number', 'array', 'number'];
  const made = internals.wasm.cwrap('BatchMatMul', null, [
    ...shape,
    ...shape,
    'number',
    'number',
    'number',
  ]);
  multipliers.set(internals.wasm, made);
  return made;
}

function swapLastTwo(x: tf.Tensor): tf.Tensor {
  const axes = [...x.shape.keys()];
  return tf.transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}

function int32Bytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(new Int32Array(values).buffer);
}
