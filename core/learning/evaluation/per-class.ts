import type { Score } from '../../run';
import { scoreOf } from '../statistics';

/**
 * How one class fares. Null is a division by zero, where scikit-learn answers its `zero_division`:
 * precision of a class that was never said, recall of a class without pictures, F1 of a class that
 * is neither. F1 is 2 TP / (2 TP + FP + FN), as scikit-learn since 1.3; so it is 0, not null, where
 * only one of precision and recall is undefined.
 */
export interface ClassMetrics {
  /** 0..1, as recall and F1. */
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** Pictures of this class. */
  support: number;
  /** Pictures that the model took for this class. */
  predicted: number;
}

/** A mean over classes, 0..1 each. */
export interface AveragedMetrics {
  precision: number;
  recall: number;
  f1: number;
}

export interface Averages {
  accuracy: Score;
  /** Mean recall of the classes that have pictures: `balanced_accuracy_score`. */
  balancedAccuracy: number;
  /** Every class that has pictures or was said counts alike. */
  macro: AveragedMetrics;
  /** Every class counts by its pictures. */
  weighted: AveragedMetrics;
}

/** Of the counts of `confusion`, [classes, classes]: one entry per class. */
export function perClass(counts: Uint32Array, classes: number): ClassMetrics[] {
  const support = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  counts.forEach((count, cell) => {
    support[Math.floor(cell / classes)] += count;
    predicted[cell % classes] += count;
  });
  return Array.from({ length: classes }, (_, c) => {
    const hits = counts[c * classes + c];
    return {
      precision: share(hits, predicted[c]),
      recall: share(hits, support[c]),
      f1: share(2 * hits, support[c] + predicted[c]),
      support: support[c],
      predicted: predicted[c],
    };
  });
}

/**
 * The last rows of scikit-learn's `classification_report` with its default `zero_division`: in a
 * mean, null counts as 0, and a class that has no pictures and was never said does not count at
 * all. Counts are those of `confusion`; null without pictures.
 */
export function averages(counts: Uint32Array, classes: number): Averages | null {
  const metrics = perClass(counts, classes);
  const pictures = metrics.reduce((sum, { support }) => sum + support, 0);
  if (pictures === 0) return null;
  let correct = 0;
  for (let c = 0; c < classes; c++) correct += counts[c * classes + c];
  return {
    accuracy: scoreOf(correct, pictures),
    balancedAccuracy: weightedMean(
      metrics.map(({ recall }) => recall),
      metrics.map(({ support }) => (support > 0 ? 1 : 0)),
    ),
    macro: averaged(
      metrics,
      metrics.map(({ support, predicted }) => (support + predicted > 0 ? 1 : 0)),
    ),
    weighted: averaged(
      metrics,
      metrics.map(({ support }) => support),
    ),
  };
}

function averaged(metrics: ClassMetrics[], weights: number[]): AveragedMetrics {
  const mean = (of: (one: ClassMetrics) => number | null) => weightedMean(metrics.map(of), weights);
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
  };
}

function weightedMean(values: (number | null)[], weights: number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce<number>((sum, value, c) => sum + (value ?? 0) * weights[c], 0) / total;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
