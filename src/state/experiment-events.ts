import type { TrainEvent } from '../../core/contract/trainer';
import type { Experiment, Metric, Run } from '../../core/run';

export type TrainProgress = Omit<Extract<TrainEvent, { type: 'progress' }>, 'type'>;

/** One experiment as the page holds it. */
export interface ExperimentRecord {
  experiment: Experiment | null;
  runs: Run[];
  /** By run id, ascending in time. */
  metrics: Record<string, Metric[]>;
  /** Null when nothing is being trained. */
  progress: TrainProgress | null;
}

export const emptyRecord = (): ExperimentRecord => ({
  experiment: null,
  runs: [],
  metrics: {},
  progress: null,
});

/**
 * Applies a batch of trainer events, in place (the caller wraps it in a store transaction).
 * A new experiment replaces what was there; a run that ended no longer carries progress.
 */
export function applyEvents(record: ExperimentRecord, events: readonly TrainEvent[]): void {
  for (const event of events) {
    switch (event.type) {
      case 'experiment':
        if (record.experiment?.id !== event.experiment.id) {
          Object.assign(record, emptyRecord());
        }
        record.experiment = event.experiment;
        if (event.experiment.status !== 'running') record.progress = null;
        break;
      case 'run':
        putRun(record, event.run);
        break;
      case 'metrics':
        for (const metric of event.metrics) addMetric(record, metric);
        break;
      case 'progress': {
        const { type: _, ...progress } = event;
        record.progress = progress;
      }
    }
  }
}

function putRun(record: ExperimentRecord, run: Run): void {
  const index = record.runs.findIndex((known) => known.id === run.id);
  if (index < 0) record.runs.push(run);
  else record.runs[index] = run;
}

/** A resumed run reports epochs again that a lost checkpoint had already reported: the later value holds. */
function addMetric(record: ExperimentRecord, metric: Metric): void {
  record.metrics[metric.runId] ??= [];
  const series = record.metrics[metric.runId] ?? [];
  const index = series.findIndex((m) => m.key === metric.key && m.step === metric.step);
  if (index < 0) series.push(metric);
  else series[index] = metric;
}

/** Values of one key in order of epochs. */
export function metricSeries(metrics: readonly Metric[] | undefined, key: string): number[] {
  return (metrics ?? [])
    .filter((metric) => metric.key === key)
    .sort((a, b) => a.step - b.step)
    .map((metric) => metric.value);
}
