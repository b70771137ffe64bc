import { type Accessor, createMemo } from 'solid-js';
import { format, t } from '../../locales';
import type { PastExperiment } from '../../state/history';
import { nameAmong } from '../compare/run-name';

export interface ModelOption {
  /** A run id, or `best`. */
  value: string;
  runId: string;
  label: string;
  chosen: boolean;
}

/**
 * Finished runs of the dataset, best by validation accuracy first; also the asked one, if it is of
 * another dataset. Dates are written where there is more than one experiment.
 */
export function createModelChoice(
  all: Accessor<readonly PastExperiment[]>,
  datasetId: Accessor<string | null>,
  asked: Accessor<string>,
): Accessor<ModelOption[]> {
  return createMemo(() => {
    const usable = all()
      .flatMap(({ runs }) => runs)
      .filter((run) => run.status === 'finished' && run.validation !== null)
      .filter((run) => run.datasetId === datasetId() || run.id === asked())
      .sort(
        (a, b) =>
          (b.validation?.accuracy ?? 0) - (a.validation?.accuracy ?? 0) ||
          a.startedAt - b.startedAt,
      );
    const best = usable.find((run) => run.datasetId === datasetId());
    const several = new Set(usable.map((run) => run.experimentId)).size > 1;
    return usable.map((run) => {
      const name = nameAmong(
        run,
        usable.filter(({ experimentId }) => experimentId === run.experimentId),
      );
      const accuracy = format.percent(run.validation?.accuracy ?? 0);
      const value = run === best ? 'best' : run.id;
      return {
        value,
        runId: run.id,
        label:
          run === best
            ? t('predict.best', { name, accuracy })
            : several
              ? t('predict.dated', { name, accuracy, when: format.recent(run.startedAt) })
              : t('predict.listed', { name, accuracy }),
        chosen: value === asked() || run.id === asked(),
      };
    });
  });
}
