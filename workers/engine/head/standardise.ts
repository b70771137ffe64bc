import type { TensorData } from '../../../core/contract/engine';

export interface Standardisation {
  mean: Float64Array;
  /** Population deviation; 1 for a feature that does not vary, as scikit-learn's StandardScaler. */
  deviation: Float64Array;
}

/**
 * Of the columns of [N, D], in float64. `shrinkage`, 0..1, draws every variance towards the mean of
 * all of them: at 0 each column counts the same, at 1 as much as it varies.
 */
export function measure({ shape, data }: TensorData, shrinkage: number): Standardisation {
  const [rows, width] = shape as [number, number];
  const mean = new Float64Array(width);
  const variance = new Float64Array(width);
  for (let start = 0; start < data.length; start += width) {
    for (let d = 0; d < width; d++) mean[d]! += data[start + d]! / rows;
  }
  for (let start = 0; start < data.length; start += width) {
    for (let d = 0; d < width; d++) variance[d]! += (data[start + d]! - mean[d]!) ** 2 / rows;
  }
  const common = variance.reduce((sum, one) => sum + one, 0) / width;
  const deviation = new Float64Array(width);
  for (let d = 0; d < width; d++) {
    const value = Math.sqrt((1 - shrinkage) * variance[d]! + shrinkage * common);
    deviation[d] = value > 1e-7 * Math.max(1, Math.abs(mean[d]!)) ? value : 1;
  }
  return { mean, deviation };
}

/** (x - mean) / deviation by column, float32. */
export function standardise(
  { data }: TensorData,
  { mean, deviation }: Standardisation,
): Float32Array {
  const width = mean.length;
  const result = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += width) {
    for (let d = 0; d < width; d++) {
      result[start + d] = (data[start + d]! - mean[d]!) / deviation[d]!;
    }
  }
  return result;
}

/** The weights and bias that give on raw features what `weight`, `bias` give on standardised ones. */
export function foldInto(
  weight: ArrayLike<number>,
  bias: Float64Array,
  { mean, deviation }: Standardisation,
): { weight: Float32Array; bias: Float32Array } {
  const classes = bias.length;
  const folded = new Float64Array(weight.length);
  const shifted = bias.slice();
  for (let i = 0; i < weight.length; i++) {
    const d = Math.floor(i / classes);
    folded[i] = weight[i]! / deviation[d]!;
    shifted[i % classes]! -= mean[d]! * folded[i]!;
  }
  return { weight: new Float32Array(folded), bias: new Float32Array(shifted) };
}
