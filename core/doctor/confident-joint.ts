import { classCounts } from '../learning/class-weights';

/** What cleanlab takes off a threshold, so that rounding does not decide. */
const tolerance = 1e-6;
/** No probability reaches it: nothing is counted into a class without pictures. */
const unreachable = 2;

/**
 * Per class the mean out-of-fold probability of the class over the pictures labelled so, [K]: from
 * there on a picture counts as confidently one of the class (equation 2 of the paper below). 2 for
 * a class without pictures.
 */
export function confidentThresholds(
  probabilities: Float32Array,
  labels: Int32Array,
  classes: number,
): Float64Array {
  const sums = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) {
    sums[labels[i]] += probabilities[i * classes + labels[i]];
  }
  const counts = classCounts(labels, classes);
  return sums.map((sum, c) =>
    counts[c] === 0 ? unreachable : Math.max(sum / counts[c], 2 * tolerance),
  );
}

/**
 * The class that each picture confidently is, [N]; -1 where it reaches no class's threshold. Where it
 * reaches several, the most probable class of all counts.
 */
export function confidentClasses(
  probabilities: Float32Array,
  labels: Int32Array,
  classes: number,
): Int32Array {
  const thresholds = confidentThresholds(probabilities, labels, classes);
  return Int32Array.from(labels, (_, i) => {
    const row = i * classes;
    let reached = 0;
    let first = -1;
    let best = 0;
    for (let c = 0; c < classes; c++) {
      if (probabilities[row + c] > probabilities[row + best]) best = c;
      if (probabilities[row + c] < thresholds[c] - tolerance) continue;
      reached++;
      if (first < 0) first = c;
    }
    return reached > 1 ? best : first;
  });
}

/**
 * The calibrated confident joint, [K, K] whole numbers, row = given label, column = true class:
 * confidently counted pictures, each row scaled to the number of pictures labelled so, rounded with rows
 * adding up (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset
 * Labels", JAIR 70, 2021, section 3.1; cleanlab 2's `compute_confident_joint`).
 * `probabilities` [N, K] float32 out of fold, `labels` [N].
 */
export function confidentJoint(
  probabilities: Float32Array,
  labels: Int32Array,
  classes: number,
): Int32Array {
  const counts = classCounts(labels, classes);
  const joint = new Float64Array(classes * classes);
  confidentClasses(probabilities, labels, classes).forEach((confident, i) => {
    if (confident >= 0) joint[labels[i] * classes + confident]++;
  });
  for (let given = 0; given < classes; given++) {
    const row = joint.subarray(given * classes, (given + 1) * classes);
    row[given] = Math.max(1, row[given]);
    const sum = row.reduce((a, b) => a + b, 0);
    for (let c = 0; c < classes; c++) row[c] = (row[c] / sum) * counts[given];
  }
  // The sum is N already but for rounding; cleanlab's own rounding decides what is half.
  const total = joint.reduce((a, b) => a + b, 0);
  const calibrated = new Int32Array(classes * classes);
  for (let given = 0; given < classes; given++) {
    const row = joint.subarray(given * classes, (given + 1) * classes);
    calibrated.set(
      roundKeepingSum(row.map((count) => (count / total) * labels.length)),
      given * classes,
    );
  }
  return calibrated;
}

/** Rounds, halves to even as numpy, then moves those that lost most until the sum is the rounded one. */
export function roundKeepingSum(values: Float64Array): Int32Array {
  const rounded = values.map(roundHalfEven);
  const goal = roundHalfEven(values.reduce((a, b) => a + b, 0));
  let off = goal - rounded.reduce((a, b) => a + b, 0);
  while (off !== 0) {
    const step = Math.sign(off);
    const order = Array.from(values.keys()).sort(
      (a, b) => values[a] - rounded[a] - (values[b] - rounded[b]) || a - b,
    );
    if (step > 0) order.reverse();
    const changed = order.slice(0, Math.abs(off));
    for (const i of changed) rounded[i] += step;
    off -= step * changed.length;
  }
  return Int32Array.from(rounded);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
