import type { Store } from '../../core/store/types';
import { type ExperimentRecord, emptyRecord } from './experiment-events';

/** One experiment as the store holds it; null when it is gone. */
export async function loadRecord(
  store: Store,
  experimentId: string,
): Promise<ExperimentRecord | null> {
  const experiment = await store.experiments.get(experimentId);
  if (!experiment) return null;
  const runs = await store.runs.list({ experimentId });
  const metrics = await Promise.all(
    runs.map(async (run) => [run.id, await store.runs.metrics(run.id)] as const),
  );
  return { ...emptyRecord(), experiment, runs, metrics: Object.fromEntries(metrics) };
}
