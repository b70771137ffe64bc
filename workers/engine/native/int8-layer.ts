import type { Pointer } from './module';

/** How values lie: float32, or 7 bits q that stand for (q - zero) * scale. */
export interface SevenBits {
  scale: number;
  /** An integer, 0..127, that stands for 0. */
  zero: number;
}

/** What src/gemm-int8.h calls Layer8. */
export interface Layer8 {
  packed: Pointer;
  start: Pointer;
  scale: Pointer;
  bias: Pointer;
  depth: number;
  columns: number;
  activation: number;
  /** Null: float32. */
  result: SevenBits | null;
  /** Undefined: none; null: float32. */
  residual?: SevenBits | null;
}

/** A layer as the module reads it. */
export function layerWords(layer: Layer8): Int32Array<ArrayBuffer> {
  const words = new Int32Array(13);
  const floats = new Float32Array(words.buffer);
  const { packed, start, scale, bias, depth, columns, activation, result, residual } = layer;
  words.set([packed, start, scale, bias, depth, columns, activation, result ? 2 : 1]);
  floats[8] = result ? 1 / result.scale : 1;
  floats[9] = result ? result.zero : 0;
  words[10] = residual === undefined ? 0 : residual ? 2 : 1;
  floats[11] = residual?.scale ?? 1;
  floats[12] = residual?.zero ?? 0;
  return words;
}

/**
 * A layer's constants for an input of 7 bits, in float32 as the module computes: `scales` and `sums`
 * are those of the packed weights, one a column.
 */
export function foldInput(
  input: SevenBits,
  scales: Float32Array,
  sums: Int32Array,
): { start: Int32Array; scale: Float32Array } {
  return {
    start: sums.map((sum) => -input.zero * sum),
    scale: scales.map((scale) => scale * input.scale),
  };
}

/** The 7 bits that hold [low, high], with 0 among what they stand for exactly. */
export function sevenBits({ low, high }: { low: number; high: number }): SevenBits {
  const [least, most] = [Math.min(low, 0), Math.max(high, 0)];
  const scale = Math.max(most - least, 1e-20) / 127;
  return { scale, zero: Math.round(-least / scale) };
}
