import type { Edit } from '../../core/doctor/edits';
import type { Experiment } from '../../core/run';
import type { Store, StoredPredictions } from '../../core/store';
import { compareVersions, type TestedRun, type VersionComparison } from './version-comparison';

/**
 * The best models, by validation, of the newest finished experiment and of the last one before it
 * that saw another version of the dataset; null where there are no two. `experiments` newest first.
 */
export async function compareLastVersions(
  store: Store,
  experiments: readonly Experiment[],
): Promise<VersionComparison | null> {
  const finished = experiments.filter(({ status }) => status === 'finished');
  const [after] = finished;
  const before = finished.find(({ datasetHash }) => datasetHash !== after?.datasetHash);
  if (!after || !before) return null;
  const [first, second] = await Promise.all([testedBest(store, before), testedBest(store, after)]);
  if (!first || !second) return null;
  const edits = await editsOf(store, after);
  return compareVersions(first, second, edits.slice(before.edits ?? 0));
}

async function editsOf({ artifacts }: Store, { id }: Experiment): Promise<Edit[]> {
  return (await artifacts.get<{ edits: Edit[] }>(`experiment/${id}/edits`))?.edits ?? [];
}

async function testedBest(store: Store, { id }: Experiment): Promise<TestedRun | null> {
  const runs = await store.runs.list({ experimentId: id });
  const [run] = runs
    .filter(({ status, validation, test }) => status === 'finished' && validation && test)
    .sort((a, b) => (b.validation?.accuracy ?? 0) - (a.validation?.accuracy ?? 0));
  if (!run) return null;
  const predictions = await store.artifacts.get<StoredPredictions>(`run/${run.id}/predictions`);
  return predictions && { run, predictions };
}
