import { wilsonInterval } from '../statistics';
import { rowAnswers } from './answers';

/** Confidences are judged in so many bins of equal width (Guo et al. 2017). */
export const RELIABILITY_BINS = 15;

/** The answers whose confidence lies in low < confidence <= high; the first bin also holds 0. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /** Mean confidence and share of right answers, 0..1; null in an empty bin. */
  confidence: number | null;
  accuracy: number | null;
  /** Wilson 95% of the accuracy; null in an empty bin. */
  interval: [low: number, high: number] | null;
}

/**
 * A reliability diagram's bars (DeGroot & Fienberg 1983; Niculescu-Mizil & Caruana 2005): of the
 * class said per row, how sure the model was and how often it was right. Probabilities [N, classes];
 * `bins` of equal width over 0..1, empty ones included.
 */
export function reliability(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  bins = RELIABILITY_BINS,
): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, right: 0, confidence: 0 }));
  for (const { confidence, right } of rowAnswers(probabilities, labels, classes)) {
    const sum = sums[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))];
    sum.count++;
    sum.confidence += confidence;
    if (right) sum.right++;
  }
  return sums.map(({ count, right, confidence }, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    count,
    confidence: count === 0 ? null : confidence / count,
    accuracy: count === 0 ? null : right / count,
    interval: count === 0 ? null : wilsonInterval(right, count),
  }));
}

/**
 * Expected calibration error (Naeini et al. 2015): the mean distance of confidence and accuracy over
 * the bins, weighted by their rows. 0..1, 0 without rows.
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let rows = 0;
  let distance = 0;
  for (const { count, confidence, accuracy } of bins) {
    if (confidence === null || accuracy === null) continue;
    rows += count;
    distance += count * Math.abs(confidence - accuracy);
  }
  return rows === 0 ? 0 : distance / rows;
}
