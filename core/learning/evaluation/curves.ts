/**
 * ROC and precision-recall curves with scikit-learn's definitions. A score is the higher, the surer
 * the row is positive (true or 1, else false or 0); rows of one score are told apart by no threshold, so they make one point.
 */

/** Parallel arrays from (0, 0) to (1, 1), a point per distinct score, thresholds falling from Infinity. */
export interface RocCurve {
  falsePositiveRate: Float64Array;
  truePositiveRate: Float64Array;
  /** A row is called positive from `score >= threshold` on. */
  thresholds: Float64Array;
}

/** Parallel arrays by rising threshold: recall falls from 1; the last point is precision 1, recall 0, threshold Infinity. */
export interface PrecisionRecallCurve {
  precision: Float64Array;
  recall: Float64Array;
  thresholds: Float64Array;
}

/** `roc_curve(drop_intermediate=False)`; null without positives or without negatives. */
export function rocCurve(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
): RocCurve | null {
  const { thresholds, hits, alarms } = ranked(scores, positives);
  const positive = hits.at(-1) ?? 0;
  const negative = alarms.at(-1) ?? 0;
  if (positive === 0 || negative === 0) return null;
  return {
    falsePositiveRate: Float64Array.from([0, ...alarms], (count) => count / negative),
    truePositiveRate: Float64Array.from([0, ...hits], (count) => count / positive),
    thresholds: Float64Array.from([Number.POSITIVE_INFINITY, ...thresholds]),
  };
}

/** Area under the ROC curve by trapezoids: `roc_auc_score`. 0..1; null where there is no curve. */
export function rocAuc(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
): number | null {
  const curve = rocCurve(scores, positives);
  return curve && rocArea(curve);
}

/** `rocAuc` of a curve at hand, 0..1. */
export function rocArea({ falsePositiveRate: x, truePositiveRate: y }: RocCurve): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}

/** `precision_recall_curve`; null without positives. */
export function precisionRecallCurve(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
): PrecisionRecallCurve | null {
  const { thresholds, hits, alarms } = ranked(scores, positives);
  const positive = hits.at(-1) ?? 0;
  if (positive === 0) return null;
  const precision = hits.map((hit, i) => hit / (hit + alarms[i]));
  return {
    precision: Float64Array.from([...precision.reverse(), 1]),
    recall: Float64Array.from([...hits.map((hit) => hit / positive).reverse(), 0]),
    thresholds: Float64Array.from([...thresholds.reverse(), Number.POSITIVE_INFINITY]),
  };
}

/**
 * Precision averaged over the steps in recall, without interpolation: `average_precision_score`.
 * 0..1; null without positives, where scikit-learn warns and answers 0.
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
): number | null {
  const curve = precisionRecallCurve(scores, positives);
  return curve && precisionRecallArea(curve);
}

/** `averagePrecision` of a curve at hand, 0..1. */
export function precisionRecallArea({ precision, recall }: PrecisionRecallCurve): number {
  let sum = 0;
  for (let i = 1; i < recall.length; i++) {
    sum += (recall[i - 1] - recall[i]) * precision[i - 1];
  }
  return sum;
}

/** Positives (`hits`) and negatives (`alarms`) at or above each distinct score, the highest first. */
function ranked(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
): { thresholds: number[]; hits: number[]; alarms: number[] } {
  if (scores.length !== positives.length) {
    throw new RangeError(`${scores.length} scores for ${positives.length} rows`);
  }
  // Typed arrays of numbers sort natively; indices with a comparator took ten times as long.
  const above = sortedWhere(scores, positives, true);
  const below = sortedWhere(scores, positives, false);
  const thresholds: number[] = [];
  const hits: number[] = [];
  const alarms: number[] = [];
  let a = above.length - 1;
  let b = below.length - 1;
  while (a >= 0 || b >= 0) {
    const threshold = b < 0 || above[a] > below[b] ? above[a] : below[b];
    while (a >= 0 && above[a] === threshold) a--;
    while (b >= 0 && below[b] === threshold) b--;
    thresholds.push(threshold);
    hits.push(above.length - 1 - a);
    alarms.push(below.length - 1 - b);
  }
  return { thresholds, hits, alarms };
}

/** Ascending. */
function sortedWhere(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean | number>,
  positive: boolean,
): Float64Array {
  const found = new Float64Array(scores.length);
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i])) throw new RangeError(`The score of row ${i} is not a number`);
    if (Boolean(positives[i]) === positive) found[count++] = scores[i];
  }
  return found.subarray(0, count).sort();
}
