type Grid = readonly [rows: number, columns: number];

/**
 * Position embeddings of a grid of another size, as timm's `resample_abs_pos_embed`: the prefix
 * tokens stay, the grid goes through torch's bicubic interpolation with antialiasing.
 *
 * `values`: [prefixTokens + rows * columns, D], row-major. Returns the same for `toGrid`.
 */
export function resamplePositionEmbedding(
  values: Float32Array,
  fromGrid: Grid,
  toGrid: Grid,
  prefixTokens: number,
): Float32Array {
  const [rows, columns] = fromGrid;
  const [newRows, newColumns] = toGrid;
  const width = values.length / (prefixTokens + rows * columns);
  if (!Number.isInteger(width)) {
    throw new RangeError(`${values.length} values are no ${rows}x${columns} position embedding`);
  }
  if (rows === newRows && columns === newColumns) return values.slice();
  const prefix = values.subarray(0, prefixTokens * width);
  const grid = Float64Array.from(values.subarray(prefix.length));
  // [rows, columns, D] -> [rows, newColumns, D] -> [newRows, newColumns, D]
  const wide = resampleAxis(grid, { outer: rows, from: columns, to: newColumns, inner: width });
  const inner = newColumns * width;
  const resampled = resampleAxis(wide, { outer: 1, from: rows, to: newRows, inner });
  const result = new Float32Array(prefix.length + resampled.length);
  result.set(prefix);
  result.set(resampled, prefix.length);
  return result;
}

/** Resamples the middle axis of [outer, from, inner]. */
function resampleAxis(
  values: Float64Array,
  { outer, from, to, inner }: { outer: number; from: number; to: number; inner: number },
): Float64Array {
  const result = new Float64Array(outer * to * inner);
  for (let target = 0; target < to; target++) {
    const { start, weights } = antialiasedWeights(from, to, target);
    for (let block = 0; block < outer; block++) {
      const out = (block * to + target) * inner;
      weights.forEach((weight, tap) => {
        const source = (block * from + start + tap) * inner;
        for (let i = 0; i < inner; i++) result[out + i]! += weight * values[source + i]!;
      });
    }
  }
  return result;
}

/** torch's `_upsample_bicubic2d_aa`: the kernel widens when the grid shrinks; weights sum to 1. */
function antialiasedWeights(from: number, to: number, target: number) {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const center = scale * (target + 0.5);
  const start = Math.max(Math.trunc(center - 2 * stretch + 0.5), 0);
  const end = Math.min(Math.trunc(center + 2 * stretch + 0.5), from);
  const weights = Array.from({ length: end - start }, (_, tap) =>
    cubic((start + tap - center + 0.5) / stretch),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { start, weights: weights.map((weight) => weight / sum) };
}

/** Keys' cubic convolution kernel with a = -0.5, as Pillow and torch's antialiased resize have it. */
function cubic(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}
