import { type Accessor, createMemo } from 'solid-js';
import { importedDataset } from '../../../core/dataset';
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
 * Finished runs of the dataset, best by validation accuracy first; also those that were imported
 * without their dataset, and the asked one, if it is of another dataset. Dates are written where there is more than one experiment.
 */
export function createModelChoice(
  all: Accessor<readonly PastExperiment[]>,
  datasetId: Accessor<string | null>,
  asked: Accessor<string>,
): Accessor<ModelOption[]> {
  return createMemo(() => {
    const usable = all()
      .flatMap(({ runs }) => runs)
      .filter((run) => run.status === 'finished')
      .filter(
        (run) =>
          run.datasetId === datasetId() || run.datasetId === importedDataset || run.id === asked(),
      )
      .sort(
        (a, b) =>
          // What was measured on other pictures, or not at all, is not ranked among these.
          Number(b.datasetId === datasetId()) - Number(a.datasetId === datasetId()) ||
          (b.validation?.accuracy ?? 0) - (a.validation?.accuracy ?? 0) ||
          a.startedAt - b.startedAt,
      );
    const best = usable.find((run) => run.datasetId === datasetId() && run.validation !== null);
    const several = new Set(usable.map((run) => run.experimentId)).size > 1;
    return usable.map((run) => {
      const name = nameAmong(
        run,
        usable.filter(({ experimentId }) => experimentId === run.experimentId),
      );
      const labelOf = () => {
        if (run.validation === null) return t('predict.unmeasured', { name });
        if (run === best) return t('predict.best', { name, accuracy });
        const when = format.recent(run.startedAt);
        return several
          ? t('predict.dated', { name, accuracy, when })
          : t('predict.listed', { name, accuracy });
      };
      const accuracy = format.percent(run.validation?.accuracy ?? 0);
      const value = run === best ? 'best' : run.id;
      return {
        value,
        runId: run.id,
        label: labelOf(),
        chosen: value === asked() || run.id === asked(),
      };
    });
  });
}
