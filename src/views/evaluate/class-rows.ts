import type { ClassMetrics } from '../../../core/learning/evaluation/per-class';
import type { Evaluation } from '../../state/evaluation-measures';

/** One class of the table; `label` is its index. */
export interface ClassRow extends ClassMetrics {
  label: number;
  name: string;
  /** True positives. */
  hits: number;
  /** F1 of the other model and the difference to it; null without one, and where not defined. */
  otherF1: number | null;
  difference: number | null;
}

export type ClassKey =
  | 'class'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'support'
  | 'otherF1'
  | 'difference';

export interface ClassOrder {
  key: ClassKey;
  descending: boolean;
}

export function classRows(
  { classes, counts, perClass }: Pick<Evaluation, 'classes' | 'counts' | 'perClass'>,
  other: Pick<Evaluation, 'perClass'> | null,
): ClassRow[] {
  return perClass.map((metrics, label) => {
    const otherF1 = other?.perClass[label]?.f1 ?? null;
    return {
      ...metrics,
      label,
      name: classes[label] ?? String(label),
      hits: counts[label * perClass.length + label] ?? 0,
      otherF1,
      difference: metrics.f1 === null || otherF1 === null ? null : metrics.f1 - otherF1,
    };
  });
}

/** What is not defined comes last either way; what is alike keeps the order of the classes. */
export function sortClasses(
  rows: readonly ClassRow[],
  { key, descending }: ClassOrder,
): ClassRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (key === 'class') return sign * (a.label - b.label);
    const [x, y] = [a[key], b[key]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  });
}
