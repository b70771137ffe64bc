/** Rows of length 1, their common mean taken off before: the dot product of two is their similarity. */
export interface Directions {
  /** [N, width] float32; a row without any difference from the mean is all 0. */
  readonly data: Float32Array;
  readonly width: number;
}

/**
 * Of features [N, width]. Pooled features are all positive, so that plain cosines of any two pictures
 * are high; without the data set's mean they lie around 0 (Mu and Viswanath, "All-but-the-Top", ICLR 2018).
 * Throws RangeError when `width` does not divide the data.
 */
export function directions(features: Float32Array, width: number): Directions {
  if (!(width > 0 && features.length % width === 0)) {
    throw new RangeError(`${features.length} values are no rows of ${width}`);
  }
  const rows = features.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < features.length; i += width) {
    for (let d = 0; d < width; d++) mean[d] += features[i + d] / rows;
  }
  const data = new Float32Array(features.length);
  for (let i = 0; i < features.length; i += width) {
    let squares = 0;
    for (let d = 0; d < width; d++) {
      const value = features[i + d] - mean[d];
      data[i + d] = value;
      squares += value * value;
    }
    // What is left of a row that equals the mean is rounding.
    const scale = squares > 1e-12 ? 1 / Math.sqrt(squares) : 0;
    for (let d = 0; d < width; d++) data[i + d] *= scale;
  }
  return { data, width };
}

/** Cosine of two rows, -1..1. */
export function similarity({ data, width }: Directions, a: number, b: number): number {
  let sum = 0;
  for (let i = a * width, k = b * width, end = i + width; i < end; i++, k++) {
    sum += data[i] * data[k];
  }
  return sum;
}
