import plainUrl from '../../../workers/engine/native/built/lensmith.wasm?url';
import relaxedUrl from '../../../workers/engine/native/built/lensmith-relaxed.wasm?url';
import {
  compileNative,
  instantiate,
  type NativeExports,
  STACK_BYTES,
} from '../../../workers/engine/native/module';
import { type Case, serveCases } from '../kernels/case-worker';
import { integerCase, type Place } from './int8';
import { operands, product } from './shapes';

const memory = new WebAssembly.Memory({ initial: 1024 });
let native: NativeExports;

serveCases(
  async () => {
    const code = await compileNative(async (build) =>
      (await fetch(build === 'plain' ? plainUrl : relaxedUrl)).arrayBuffer(),
    );
    native = instantiate(code, memory, 16);
  },
  async (name) =>
    name.startsWith('int8') ? integerCase(native, memory, name, layOut()) : single(name),
);

/** Lays one thing after the other behind the stack, 16-byte aligned. */
function layOut(): Place {
  let next = 16 + STACK_BYTES;
  return (content) => {
    const at = next;
    const bytes = typeof content === 'number' ? content : content.byteLength;
    next = (next + bytes + 15) & ~15;
    if (typeof content !== 'number') {
      const View = content instanceof Float32Array ? Float32Array : Int32Array;
      new View(memory.buffer, at, content.length).set(content);
    }
    return at;
  };
}

/**
 * Plain: the right operand is a weight, packed once as the peer's is. Transposed: products of a
 * gradient, where both operands are new, so that packing is part of what is measured.
 */
function single(name: string): Case {
  const made = product(name);
  const { layout, rows, depth, columns } = made;
  const place = layOut();
  const [a, b] = operands(made).map(place);
  const packed = place(4 * Math.ceil(columns / 8) * 8 * depth);
  const c = place(4 * rows * columns);
  const workspace = place(4 * native.gemm_workspace());
  const pack = layout === 'nt' ? native.pack_b_transposed : native.pack_b;
  const run = () => {
    if (layout !== 'nn') pack(b, depth, columns, packed);
    const transposed = layout === 'tn' ? 1 : 0;
    native.gemm(a, transposed, packed, c, rows, depth, columns, 0, 0, 0, 0, workspace);
  };
  pack(b, depth, columns, packed);
  return {
    run,
    results() {
      run();
      return [new Float32Array(memory.buffer, c, rows * columns).slice()];
    },
    dispose() {},
  };
}
