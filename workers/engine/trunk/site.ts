import { size } from '../../../model-zoo/graph/shapes';
import type { NodeId, Parameters, ParameterValue, Shape } from '../../../model-zoo/graph/types';
import {
  instantiate,
  type NativeCode,
  type NativeExports,
  type Pointer,
  STACK_BYTES,
} from '../native/module';
import { align } from './arena';

const pageBytes = 65536;

/** What an operation's call is made from: the instance, and where everything lies in its memory. */
export interface Site {
  native: NativeExports;
  memory: WebAssembly.Memory;
  /** Shape of one picture's value. */
  shape(id: NodeId): Shape;
  /** Address of a value: [pictures, ...shape]. */
  at(id: NodeId): Pointer;
  parameter(name: string): ParameterValue;
  /** Puts values that stay into the memory. */
  place(values: Float32Array | Int32Array | Int8Array): Pointer;
  /** Room for `bytes` that stay. */
  reserve(bytes: number): Pointer;
  /** Lends values to `use` at an address that is only good meanwhile. */
  lend(values: Float32Array | Int8Array, use: (at: Pointer) => void): void;
  /** As long as any operation asked for. */
  workspace: Pointer;
  /** Zeros, as long as any kernel row. */
  zeros: Pointer;
  bytes(): number;
}

export interface Needs {
  shapeOf: ReadonlyMap<NodeId, Shape>;
  parameters: Parameters;
  offsets: ReadonlyMap<NodeId, number>;
  arenaBytes: number;
  /** Floats that the operations work in, one at a time. */
  workspace: (native: NativeExports) => number;
  zerosBytes: number;
}

/**
 * A memory of its own: stack, zeros, workspace, arena, and behind them what stays. An address of 0
 * means nothing to the native module, so the first bytes are left out.
 */
export function createSite(code: NativeCode, needs: Needs): Site {
  const { shapeOf, parameters, offsets } = needs;
  const weights = [...parameters.values()].map(({ shape }) => 4 * size(shape));
  const stack = 64;
  const zeros = align(stack + STACK_BYTES);
  const workspace = align(zeros + needs.zerosBytes);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(workspace / pageBytes) });
  const native = instantiate(code, memory, stack);
  const arena = align(workspace + 4 * needs.workspace(native));
  let end = arena;
  // Weights lie there while they are packed; those that stay come behind it, grown at once.
  reserve(
    Math.max(needs.arenaBytes, ...weights) + weights.reduce((sum, bytes) => sum + align(bytes), 0),
  );
  end = align(arena + Math.max(needs.arenaBytes, ...weights));

  function reserve(bytes: number): Pointer {
    const at = end;
    end = align(end + bytes);
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return at;
  }
  const write = (values: Float32Array | Int32Array | Int8Array, at: Pointer): void => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(memory.buffer).set(bytes, at);
  };
  return {
    native,
    memory,
    shape: (id) => shapeOf.get(id)!,
    at: (id) => arena + offsets.get(id)!,
    parameter(name) {
      const value = parameters.get(name);
      if (!value) throw new Error(`there are no values for ${name}`);
      return value;
    },
    place(values) {
      const at = reserve(values.byteLength);
      write(values, at);
      return at;
    },
    reserve,
    lend(values, use) {
      write(values, arena);
      use(arena);
    },
    workspace,
    zeros,
    bytes: () => memory.buffer.byteLength,
  };
}
