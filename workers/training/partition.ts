import type { Picture } from '../../core/dataset';
import { kFold, needsKFold } from '../../core/learning/k-fold';
import { splitHash, splitPictures } from '../../core/learning/split';
import type { Run } from '../../core/run';

/** Rows to fit and rows the fitted model is judged on. */
export interface Fold {
  readonly fit: readonly number[];
  readonly heldOut: readonly number[];
}

/**
 * Who trains, who judges, who is kept for the end. A hold-out is one fold whose model is also the
 * final one; in k-fold the models of the folds only judge, and the final one learns from all rows
 * that are not test.
 */
export interface Partition {
  readonly scheme: Run['validationScheme'];
  readonly folds: readonly Fold[];
  /** What the final model is fitted on. */
  readonly final: readonly number[];
  /** All held-out rows, fold after fold. */
  readonly scored: readonly number[];
  readonly test: readonly number[];
  readonly hash: string;
  readonly ownSplit: boolean;
  /** Pictures that stand on another side than the archive put them, beside those they look like. */
  readonly moved: number;
}

/** All rows that are fitted or judged on before the test. */
export function notTested({ final, scored }: Partition): number[] {
  return [...new Set([...final, ...scored])];
}

/** The seeded split of a dataset's pictures, by rows. */
export function partitionOf(pictures: Picture[], seed: number): Partition {
  const { sides, ownSplit, moved } = splitPictures(pictures, { seed });
  const on = (side: string) => sides.flatMap((other, row) => (other === side ? [row] : []));
  const common = { test: on('test'), hash: splitHash(pictures, sides), ownSplit, moved };
  if (!needsKFold(pictures, sides)) {
    const fold = { fit: on('train'), heldOut: on('validation') };
    return { ...common, scheme: 'hold-out', folds: [fold], final: fold.fit, scored: fold.heldOut };
  }
  const final = sides.flatMap((side, row) => (side === 'test' ? [] : [row]));
  const { count, foldOf } = kFold(
    final.map((row) => pictures[row]),
    { seed },
  );
  const folds = Array.from({ length: count }, (_, fold) => ({
    fit: final.filter((_, i) => foldOf[i] !== fold),
    heldOut: final.filter((_, i) => foldOf[i] === fold),
  }));
  return {
    ...common,
    scheme: 'k-fold',
    folds,
    final,
    scored: folds.flatMap(({ heldOut }) => heldOut),
  };
}
