/** The middle value; of an even number the mean of the middle two. NaN of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Modified z-scores, [N]: 0.6745 times the distance from the median, over the median absolute deviation,
 * which at least `floor` is taken for, since nearly equal values are no ground to call one far off
 * (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", ASQC 1993, who call 3.5 an outlier).
 */
export function robustScores(values: ArrayLike<number>, floor: number): Float64Array {
  const centre = median(values);
  const deviations = Float64Array.from(values, (value) => Math.abs(value - centre));
  const scale = Math.max(floor, median(deviations));
  return Float64Array.from(values, (value) => (0.6745 * (value - centre)) / scale);
}

/** The value below which a share `q`, 0..1, of the counts lies, of 256 bins; the bin's index. */
export function quantileOf(counts: Uint32Array, q: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    below += counts[bin];
    if (below > q * (total - 1)) return bin;
  }
  return counts.length - 1;
}
