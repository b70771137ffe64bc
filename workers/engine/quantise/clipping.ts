/** Lowest and highest value worth telling apart. */
export interface Range {
  low: number;
  high: number;
}

const LEVELS = 127;
const BINS = 1024;
/** Ranges tried: shares of the whole one, down to what only a tensor with wild outliers wants. */
const SHARES = Array.from({ length: 24 }, (_, i) => 1 - i / 30);

/**
 * The range, 0 included, whose 128 equal steps have the least squared error on `values`: clipping
 * outliers costs little where they are few, and makes every other step finer.
 */
export function clipping(values: Float32Array): Range {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  if (low === high) return { low, high };
  const counts = histogram(values, low, high);
  let best: Range = { low, high };
  let least = Number.POSITIVE_INFINITY;
  // A rectified tensor has no low end to clip.
  for (const bottom of low < 0 ? SHARES : [1]) {
    for (const top of high > 0 ? SHARES : [1]) {
      const range = { low: low * bottom, high: high * top };
      const error = squaredError(counts, low, high, range);
      if (error < least) [least, best] = [error, range];
    }
  }
  return best;
}

function histogram(values: Float32Array, low: number, high: number): Float64Array {
  const counts = new Float64Array(BINS);
  const perBin = BINS / (high - low);
  // Exact zeros, which a rectified tensor is full of, are in every range: they decide nothing.
  for (const value of values) {
    if (value !== 0) counts[Math.min(BINS - 1, Math.floor((value - low) * perBin))]!++;
  }
  return counts;
}

/** Rounding inside costs step^2 / 12 a value, clipping the squared distance. */
function squaredError(counts: Float64Array, low: number, high: number, range: Range): number {
  const width = (high - low) / BINS;
  const rounding = ((range.high - range.low) / LEVELS) ** 2 / 12;
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    if (counts[bin] === 0) continue;
    const value = low + (bin + 0.5) * width;
    const beyond = Math.max(range.low - value, value - range.high, 0);
    sum += counts[bin]! * (beyond > 0 ? beyond * beyond : rounding);
  }
  return sum;
}
