import { type Accessor, createMemo, createResource } from 'solid-js';
import type { Experiment, Run } from '../../core/run';
import { createRevision } from './revision';
import type { Services } from './services';

/** An experiment with its runs, as the list of past work shows it. */
export interface PastExperiment {
  experiment: Experiment;
  runs: Run[];
  /** Best finished run by validation accuracy, earliest on a tie. */
  best: Run | null;
}

export interface HistoryState {
  /** Newest first; follows the store live. Undefined until first read. */
  all: Accessor<PastExperiment[] | undefined>;
  ofDataset(datasetId: string): PastExperiment[];
  /** Null until first read, and for one that is gone. */
  run(id: string | undefined): Run | null;
  remove(experimentId: string): Promise<void>;
}

export function createHistory(services: Services): HistoryState {
  const revision = createRevision(['experiments', 'runs', 'datasets']);
  const [read, { refetch }] = createResource(revision, async () => {
    const store = await services.store;
    const [experiments, runs] = await Promise.all([store.experiments.list(), store.runs.list()]);
    return collect(experiments, runs);
  });
  const all = createMemo(() => (read.error ? undefined : read.latest));
  const byId = createMemo(
    () => new Map((all() ?? []).flatMap(({ runs }) => runs).map((run) => [run.id, run])),
  );
  return {
    all,
    ofDataset: (id) => (all() ?? []).filter(({ experiment }) => experiment.datasetId === id),
    run: (id) => byId().get(id ?? '') ?? null,
    async remove(id) {
      const store = await services.store;
      await store.experiments.remove(id);
      await refetch();
    },
  };
}

export function collect(experiments: Experiment[], runs: Run[]): PastExperiment[] {
  return experiments
    .map((experiment) => {
      const own = runs.filter((run) => run.experimentId === experiment.id);
      return { experiment, runs: own, best: bestOf(own) };
    })
    .sort((a, b) => b.experiment.startedAt - a.experiment.startedAt);
}

function bestOf(runs: Run[]): Run | null {
  let best: Run | null = null;
  for (const run of runs) {
    if (run.status !== 'finished' || !run.validation) continue;
    const ahead = run.validation.accuracy - (best?.validation?.accuracy ?? -1);
    if (ahead > 0 || (ahead === 0 && best && run.startedAt < best.startedAt)) best = run;
  }
  return best;
}
