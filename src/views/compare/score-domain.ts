import type { Together } from '../../../core/run';
import { accuracyDomain, type Domain } from '../../charts/scale';
import type { Standing } from '../../state/experiment-leaderboard';

/** One axis for all accuracies of an experiment, so that dots can be compared between its tables. */
export function scoreDomain(rows: readonly Standing[], together: readonly Together[]): Domain {
  const scored = [...rows.map(({ run }) => run), ...together];
  return accuracyDomain(
    scored.flatMap(({ validation, test }) =>
      [validation, test].flatMap((score) => (score ? [score.interval] : [])),
    ),
  );
}
