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

/** What src/depthwise-int8.c calls Depthwise8. */
export interface Depthwise8 {
  weights: Pointer;
  start: Pointer;
  scale: Pointer;
  bias: Pointer;
  activation: number;
  result: SevenBits;
}

export function depthwiseWords(layer: Depthwise8): Int32Array<ArrayBuffer> {
  const words = new Int32Array(7);
  const { weights, start, scale, bias, activation, result } = layer;
  words.set([weights, start, scale, bias, activation]);
  new Float32Array(words.buffer).set([1 / result.scale, result.zero], 5);
  return words;
}

/** Sums of `taps` weights times 0..127 stay within 2^16 values while the weights' sizes sum to this. */
const MOST_TAPS = Math.floor(65535 / 127);
const MOST_WEIGHT = 127;

/**
 * Rounds depthwise weights [taps, channels], one scale a channel: as fine as keeps every weight in
 * 8 bits and every sum, begun from `start`, in 16. A sum s then stands for s * scale + bias.
 */
export function roundDepthwise(
  weights: Float32Array,
  bias: Float32Array,
  input: SevenBits,
): { weights: Int16Array; start: Int16Array; scale: Float32Array; bias: Float32Array } {
  const channels = bias.length;
  const rounded = new Int16Array(weights.length);
  const result = {
    weights: rounded,
    start: new Int16Array(channels),
    scale: new Float32Array(channels),
    bias: new Float32Array(channels),
  };
  for (let c = 0; c < channels; c++) {
    let [most, all] = [1e-20, 0];
    for (let i = c; i < weights.length; i += channels) {
      most = Math.max(most, Math.abs(weights[i]!));
      all += Math.abs(weights[i]!);
    }
    let scale = Math.max(most / MOST_WEIGHT, all / MOST_TAPS);
    let [positive, negative] = [0, 0];
    do {
      [positive, negative] = [0, 0];
      for (let i = c; i < weights.length; i += channels) {
        const q = Math.round(weights[i]! / scale);
        rounded[i] = q;
        if (q > 0) positive += q;
        else negative -= q;
      }
      // Rounding up may have taken the sum past the edge.
      scale *= positive + negative > MOST_TAPS ? 1.01 : 1;
    } while (positive + negative > MOST_TAPS);
    const start = Math.round((127 * (negative - positive)) / 2);
    result.start[c] = start;
    result.scale[c] = scale * input.scale;
    const shift = start + input.zero * (positive - negative);
    result.bias[c] = bias[c]! - shift * scale * input.scale;
  }
  return result;
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
