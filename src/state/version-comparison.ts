import type { Edit } from '../../core/doctor/edits';
import { scoreOf } from '../../core/learning/statistics';
import type { Run, Score } from '../../core/run';
import type { StoredPredictions } from '../../core/store';
import { pairing } from './evaluation-pairing';
import { answers } from './experiment-mistakes';

export interface TestedRun {
  run: Run;
  predictions: StoredPredictions;
}

/** What a changed dataset brought, on test pictures that both models answered. */
export interface VersionComparison {
  pictures: number;
  before: Score;
  after: Score;
  /** Exact McNemar, two-sided. */
  p: number;
  onlyBefore: number;
  onlyAfter: number;
  /** Test pictures that only one of the two has, and that play no part. */
  leftOut: number;
}

/**
 * Two models of two versions of a dataset on the test pictures of both, judged by the labels of the
 * later version: what was a mistake of the labels is none of the model. `edits` are those made in
 * between; classes merged or renamed by them are taken for what they became. Null without common
 * test pictures.
 */
export function compareVersions(
  before: TestedRun,
  after: TestedRun,
  edits: readonly Edit[],
): VersionComparison | null {
  const [earlier, later] = [before.predictions.test, after.predictions.test];
  if (!earlier || !later) return null;
  const now = new Map(answers(later, after.predictions.classes).map((one) => [one.picture, one]));
  const became = before.run.classes.map((name) =>
    after.run.classes.indexOf(nameAfter(name, edits)),
  );
  const old = answers(earlier, before.predictions.classes).flatMap((one) => {
    const truth = now.get(one.picture)?.label;
    return truth === undefined ? [] : [{ ...one, label: truth, said: became[one.said] ?? -1 }];
  });
  const pairs = pairing(old, [...now.values()]);
  if (!pairs) return null;
  const { by, pictures, p } = pairs;
  const [both, onlyBefore, onlyAfter] = [by.bothRight, by.onlyFirst, by.onlySecond].map(
    ({ length }) => length,
  ) as [number, number, number];
  return {
    ...{ pictures, p, onlyBefore, onlyAfter },
    before: scoreOf(both + onlyBefore, pictures),
    after: scoreOf(both + onlyAfter, pictures),
    leftOut: earlier.pictures.length + later.pictures.length - 2 * pictures,
  };
}

function nameAfter(name: string, edits: readonly Edit[]): string {
  return edits.reduce((known, edit) => {
    if (edit.edit === 'rename' && edit.from === known) return edit.to;
    if (edit.edit === 'merge' && edit.classes.includes(known)) return edit.into;
    return known;
  }, name);
}
