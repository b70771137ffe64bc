import { rowAnswers } from './evaluation/answers';
import { expectedCalibrationError, reliability } from './evaluation/reliability';
import { softmax } from './metrics';

/** A temperature beyond these says that the logits carry no information, or that there are hardly any rows. */
const COLDEST = 1 / 20;
const HOTTEST = 20;

/**
 * The temperature T that minimises the mean cross-entropy of softmax(logits / T), found by Newton's
 * method on 1 / T, in which the loss is convex (Guo et al. 2017, "On Calibration of Modern Neural
 * Networks"). Labels are smoothed as if one of N + 1 rows had been labelled at random (after Platt
 * 1999): else a few pictures that are all answered rightly would make a model infinitely sure.
 * Within 1/20 .. 20. Logits are [N, classes]; 1 without rows.
 */
export function fitTemperature(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): number {
  let low = 1 / HOTTEST;
  let high = 1 / COLDEST;
  let beta = 1;
  for (let i = 0; i < 100; i++) {
    const { slope, curvature } = derivatives(logits, labels, classes, beta);
    if (Math.abs(slope) < 1e-10) break;
    if (slope > 0) high = beta;
    else low = beta;
    const newton = beta - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - beta) <= 1e-12 * beta) break;
    beta = next;
  }
  return 1 / beta;
}

/** Of the mean cross-entropy of softmax(beta * logits), by beta. */
function derivatives(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  beta: number,
): { slope: number; curvature: number } {
  const random = 1 / (labels.length + 1);
  let slope = 0;
  let curvature = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = i * classes;
    let top = logits[row];
    for (let c = 1; c < classes; c++) top = Math.max(top, logits[row + c]);
    let sum = 0;
    let first = 0;
    let second = 0;
    let any = 0;
    for (let c = 0; c < classes; c++) {
      const below = logits[row + c] - top;
      const share = Math.exp(beta * below);
      any += below / classes;
      sum += share;
      first += share * below;
      second += share * below * below;
    }
    const mean = first / sum;
    const own = logits[row + labels[i]] - top;
    slope += mean - (1 - random) * own - random * any;
    curvature += second / sum - mean * mean;
  }
  const rows = Math.max(1, labels.length);
  return { slope: slope / rows, curvature: curvature / rows };
}

/**
 * Expected calibration error (Naeini et al. 2015): the mean distance of confidence and accuracy over
 * 15 bins (left-open, equally wide), weighted by their rows. Logits [N, classes]; 0..1, 0 without rows.
 */
export function calibrationError(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): number {
  return expectedCalibrationError(reliability(softmax(logits, classes), labels, classes));
}

/**
 * Least confidence, 0..1, that still keeps at least the share `kept` of the right answers: below it
 * an answer is rather none of the classes. 0 when nothing was answered rightly.
 */
export function answerThreshold(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  kept = 0.95,
): number {
  const sure = rowAnswers(softmax(logits, classes), labels, classes)
    .flatMap(({ confidence, right }) => (right ? [confidence] : []))
    .sort((a, b) => a - b);
  return sure[Math.floor((1 - kept) * sure.length + 1e-9)] ?? 0;
}
