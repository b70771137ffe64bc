import { foldInput, layerWords, sevenBits } from '../../../workers/engine/native/int8-layer';
import type { NativeExports } from '../../../workers/engine/native/module';
import type { Case } from '../kernels/case-worker';
import { operands, product } from './shapes';

/** Lays floats, or room for so many bytes, in the module's memory. */
export type Place = (content: number | Float32Array | Int32Array) => number;

/** As noise() draws them. */
const range = { low: -1, high: 1 };
/** Reads and writes of whole vectors go this far past an array's end. */
const slack = 64;

/**
 * float32 in and out, through 7 bits: rounding the left operand is part of what is measured, packing
 * the weight is not. Of the two ways to take dot products the faster, as the product chooses.
 */
export function integerCase(
  native: NativeExports,
  memory: WebAssembly.Memory,
  name: string,
  place: Place,
): Case {
  const made = product(name);
  const { rows, depth, columns } = made;
  const panels = Math.ceil(columns / 8) * 8;
  const [a, b] = operands(made).map(place);
  const packed = place(native.packed_size8(depth, columns));
  const scaleAt = place(4 * panels);
  const sumsAt = place(4 * panels);
  const input = sevenBits(range);
  native.pack_b8(b, depth, columns, packed, scaleAt, sumsAt);
  const scales = new Float32Array(memory.buffer, scaleAt, panels);
  const sums = new Int32Array(memory.buffer, sumsAt, panels);
  const folded = foldInput(input, scales, sums);
  scales.set(folded.scale);
  sums.set(folded.start);
  const bias = place(new Float32Array(panels));
  const layer = place(
    layerWords({
      ...{ packed, start: sumsAt, scale: scaleAt, bias, depth, columns },
      ...{ activation: 0, result: null },
    }),
  );
  const rounded = place(rows * depth + slack);
  const result = place(4 * rows * columns + slack);
  const workspace = place(native.workspace8(depth) + slack);
  const run = (wide: number) => {
    native.quantise8(a, rounded, rows * depth, 1 / input.scale, input.zero);
    native.gemm8(layer, rounded, rows, result, 0, workspace, wide);
  };
  const wide = fasterOf([0, 1], run);
  return {
    run: () => run(wide),
    results() {
      run(wide);
      return [new Float32Array(memory.buffer, result, rows * columns).slice()];
    },
    dispose() {},
  };
}

/** Past the baseline compiler first, then in turns. */
function fasterOf(ways: readonly number[], run: (way: number) => void): number {
  const spent = ways.map(() => 0);
  for (let round = 0; round < 12; round++) {
    for (const [i, way] of ways.entries()) {
      const start = performance.now();
      for (let times = 0; times < 5; times++) run(way);
      if (round >= 6) spent[i] += performance.now() - start;
    }
  }
  return ways[spent.indexOf(Math.min(...spent))];
}
