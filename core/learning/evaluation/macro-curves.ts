import type { PrecisionRecallCurve, RocCurve } from './curves';

/** A curve over a grid of 0..1, parallel arrays, x rising. */
export interface MeanCurve {
  x: Float64Array;
  y: Float64Array;
}

/** Steps of the grid on which curves of different thresholds are averaged. */
const STEPS = 200;

/**
 * Macro-averaged ROC curve: the mean true positive rate at each false positive rate, every class
 * counting alike (Fawcett, "An introduction to ROC analysis", 2006, vertical averaging; as in
 * scikit-learn's example for many classes). Classes without a curve do not count; null without any.
 */
export function meanRoc(curves: readonly (RocCurve | null)[], steps = STEPS): MeanCurve | null {
  return mean(curves, steps, (curve, x, y) => {
    const { falsePositiveRate: fpr, truePositiveRate: tpr } = curve;
    let i = 0;
    for (let s = 0; s < x.length; s++) {
      // The last point at or before x: where the curve rises upright, its upper end.
      while (i + 1 < fpr.length && fpr[i + 1] <= x[s]) i++;
      const across = i + 1 < fpr.length ? (x[s] - fpr[i]) / (fpr[i + 1] - fpr[i]) : 0;
      y[s] += across === 0 ? tpr[i] : tpr[i] + across * (tpr[i + 1] - tpr[i]);
    }
  });
}

/**
 * Macro-averaged precision-recall curve: the mean precision at each recall. Between two points a
 * class keeps the precision of the higher recall, the steps that average precision adds up. Classes
 * without a curve do not count; null without any.
 */
export function meanPrecisionRecall(
  curves: readonly (PrecisionRecallCurve | null)[],
  steps = STEPS,
): MeanCurve | null {
  return mean(curves, steps, ({ precision, recall }, x, y) => {
    let i = 0;
    for (let s = x.length - 1; s >= 0; s--) {
      // Recall falls: the last point that still reaches x.
      while (i + 1 < recall.length && recall[i + 1] >= x[s]) i++;
      y[s] += precision[i];
    }
  });
}

function mean<Curve>(
  curves: readonly (Curve | null)[],
  steps: number,
  add: (curve: Curve, x: Float64Array, y: Float64Array) => void,
): MeanCurve | null {
  const known = curves.filter((curve) => curve !== null);
  if (known.length === 0) return null;
  const x = Float64Array.from({ length: steps + 1 }, (_, s) => s / steps);
  const y = new Float64Array(steps + 1);
  for (const curve of known) add(curve, x, y);
  return { x, y: y.map((sum) => sum / known.length) };
}
