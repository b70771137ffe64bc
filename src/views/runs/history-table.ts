import type { Table } from '../../charts/table';
import { t } from '../../locales';
import type { PastExperiment } from '../../state/history';
import { runName } from '../compare/run-name';

/** Past experiments, a row each: times as ISO 8601, accuracies 0..1 with their 95% interval. */
export function historyTable(
  experiments: readonly PastExperiment[],
  datasetName: (id: string) => string | undefined,
): Table {
  const names = [
    t('runs.columns.experiment'),
    t('runs.csv.started'),
    t('runs.columns.status'),
    t('runs.csv.seconds'),
    t('runs.csv.models'),
    t('runs.columns.best'),
    t('runs.columns.accuracy'),
    t('runs.csv.low'),
    t('runs.csv.high'),
    t('runs.csv.split'),
    t('runs.csv.id'),
  ];
  return {
    columns: names.map((name) => ({ name })),
    rows: experiments.map(({ experiment, runs, best }) => {
      const { startedAt, endedAt, seconds } = experiment;
      const score = best?.test ?? best?.validation ?? null;
      return [
        datasetName(experiment.datasetId) ?? t('runs.datasetGone'),
        new Date(startedAt).toISOString(),
        t(`runs.status.${experiment.status}`),
        endedAt === null ? null : (seconds ?? (endedAt - startedAt) / 1000),
        runs.filter(({ status }) => status === 'finished').length,
        best ? runName(best) : null,
        score?.accuracy ?? null,
        score?.interval[0] ?? null,
        score?.interval[1] ?? null,
        score && t(best?.test ? 'runs.test' : 'runs.validation'),
        experiment.id,
      ];
    }),
  };
}
