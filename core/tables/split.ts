import type { Split } from '../dataset';
import { kFold } from '../learning/k-fold';
import { splitPictures } from '../learning/split';
import type { Target } from './target';

/** Stands in the result for rows that have no target. */
export const ASIDE = 255;
/** What a row's side is as a number. */
export const SIDES: readonly Split[] = ['train', 'validation', 'test'];

/** Of numbers to predict: the most strata, and the fewest rows in each. */
const MOST_STRATA = 10;
const STRATUM_ROWS = 5;

export interface RowSplitOptions {
  seed: number;
  /** Shares of the rows, above 0; training gets the rest. Default 0.2 each. */
  validation?: number;
  test?: number;
}

/**
 * Divides rows into train, validation and test as pictures are (`splitPictures`): seeded and
 * stratified, by class or by quantiles of the number to predict. Uint8 [rows]: index of `SIDES`,
 * or `ASIDE` for a row without a target.
 */
export function splitRows(target: Target, options: RowSplitOptions): Uint8Array {
  const { rows, items } = strata(target);
  const { sides } = splitPictures(items, options);
  const result = new Uint8Array(lengthOf(target)).fill(ASIDE);
  for (const [i, row] of rows.entries()) result[row] = SIDES.indexOf(sides[i]);
  return result;
}

export interface RowFolds {
  count: number;
  /** Uint8 [rows]: the fold in which a row is held out, 0 .. count - 1, or `ASIDE`. */
  foldOf: Uint8Array;
}

/**
 * Deals rows into folds, seeded and stratified in the same way (`kFold`): five, fewer where a class
 * has fewer rows. Rows where `among` is 0 are set aside, as for folds of the training rows only.
 */
export function foldRows(
  target: Target,
  options: { seed: number; folds?: number },
  among?: Uint8Array,
): RowFolds {
  const { rows, items } = strata(target, among);
  const { count, foldOf } = kFold(items, options);
  const result = new Uint8Array(lengthOf(target)).fill(ASIDE);
  for (const [i, row] of rows.entries()) result[row] = foldOf[i];
  return { count, foldOf: result };
}

/** Rows with a target, each a group of its own, with the stratum it belongs to. */
function strata(target: Target, among?: Uint8Array) {
  const rows: number[] = [];
  for (let row = 0; row < lengthOf(target); row++) {
    const has = target.task === 'regression' ? target.values[row] : target.labels[row];
    if (has >= 0 || (target.task === 'regression' && !Number.isNaN(has))) {
      if (among?.[row] !== 0) rows.push(row);
    }
  }
  const labels =
    target.task === 'classification'
      ? rows.map((row) => target.labels[row])
      : quantiles(rows.map((row) => target.values[row]));
  return { rows, items: labels.map((label, group) => ({ label, group, ownSplit: null })) };
}

/** The quantile of each value, 0 on; equal values stand in one. */
function quantiles(values: number[]): number[] {
  const count = Math.max(1, Math.min(MOST_STRATA, Math.floor(values.length / STRATUM_ROWS)));
  const sorted = Float64Array.from(values).sort();
  const bounds = Array.from(
    { length: count - 1 },
    (_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / count)],
  );
  return values.map((value) => bounds.filter((bound) => value >= bound).length);
}

function lengthOf(target: Target): number {
  return target.task === 'regression' ? target.values.length : target.labels.length;
}
