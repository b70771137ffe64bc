import { layerWords } from './int8-layer';
import { instantiate, type NativeCode, STACK_BYTES } from './module';

const rows = 48;
const depth = 512;
const columns = 64;
const rounds = 9;

/** Which instruction integer products use on this machine, and how long a product took by each. */
export interface Int8Mode {
  /** 32-bit relaxed dot products (VNNI, sdot) rather than 16-bit ones and additions. */
  wide: boolean;
  /** Medians in milliseconds; NaN where the 32-bit form is not there or gives wrong sums. */
  milliseconds: { wide: number; narrow: number };
}

/**
 * Times both on a small product, some 10 ms in all: which is faster hangs on the processor and on
 * what the browser makes of the instruction. A browser that gets the 32-bit form wrong (V8 11.3's
 * baseline compiler does) is found out on the way: its first sums are checked.
 */
export function chooseInt8Mode(code: NativeCode, now = () => performance.now()): Int8Mode {
  const memory = new WebAssembly.Memory({ initial: 8 });
  const native = instantiate(code, memory, 16);
  const bytes = new Uint8Array(memory.buffer);
  let next = 16 + STACK_BYTES;
  const reserve = (size: number) => {
    const at = next;
    next += (size + 31) & ~15;
    return at;
  };
  const raw = reserve(4 * depth * columns);
  const packed = reserve(native.packed_size8(depth, columns));
  const [scale, start, bias] = [4, 4, 4].map((size) => reserve(size * columns)) as [
    number,
    number,
    number,
  ];
  const a = reserve(rows * depth);
  const result = reserve(4 * rows * columns);
  const workspace = reserve(native.workspace8(depth));
  const layerAt = reserve(64);
  const floats = new Float32Array(memory.buffer);
  for (let i = 0; i < depth * columns; i++) floats[raw / 4 + i] = ((i * 37) % 101) - 50;
  for (let i = 0; i < rows * depth; i++) bytes[a + i] = (i * 53) % 128;
  native.pack_b8(raw, depth, columns, packed, scale, start);
  const layer = layerWords({
    packed,
    start,
    scale,
    bias,
    depth,
    columns,
    activation: 0,
    result: null,
  });
  new Int32Array(memory.buffer, layerAt, layer.length).set(layer);
  const multiply = (wide: 0 | 1) => native.gemm8(layerAt, a, rows, result, 0, workspace, wide);
  const values = () => floats.slice(result / 4, result / 4 + rows * columns);

  multiply(0);
  const expected = values();
  multiply(1);
  const right = code.relaxed && values().every((value, i) => value === expected[i]);
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const wide of [0, 1] as const) {
      const before = now();
      multiply(wide);
      const took = now() - before;
      // The first rounds run what the baseline compiler made.
      if (round >= rounds / 3) times[wide].push(took);
    }
  }
  const [narrow, wide] = times.map((list) => list.sort((x, y) => x - y)[list.length >> 1]!) as [
    number,
    number,
  ];
  return {
    wide: right && wide < narrow,
    milliseconds: { wide: right ? wide : Number.NaN, narrow },
  };
}
