import { averagePrecision, rocAuc } from './curves';

/** One class as a yes-or-no question. */
export interface Binary {
  /** Probability of the class per row, [N]. */
  scores: Float32Array;
  /** 1 where the row is of the class, [N]. */
  positives: Uint8Array;
}

/** Class `c` against all the others, of probabilities [N, classes]. */
export function oneVersusRest(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  c: number,
): Binary {
  const rows = labels.length;
  const scores = new Float32Array(rows);
  const positives = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    scores[row] = probabilities[row * classes + c];
    positives[row] = labels[row] === c ? 1 : 0;
  }
  return { scores, positives };
}

/** ROC AUC of each class against the rest; null for a class that all rows are of, or none. */
export function rocAucs(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): (number | null)[] {
  return perClass(probabilities, labels, classes, rocAuc);
}

/** Average precision of each class against the rest; null for a class without rows. */
export function averagePrecisions(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): (number | null)[] {
  return perClass(probabilities, labels, classes, averagePrecision);
}

/**
 * Mean over the classes that have a value; null where none has. With all classes present this is
 * scikit-learn's `roc_auc_score(multi_class='ovr', average='macro')`, which refuses a missing class.
 */
export function macroAverage(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function perClass(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  of: (scores: Float32Array, positives: ArrayLike<number>) => number | null,
): (number | null)[] {
  return Array.from({ length: classes }, (_, c) => {
    const { scores, positives } = oneVersusRest(probabilities, labels, classes, c);
    return of(scores, positives);
  });
}
