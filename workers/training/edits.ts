import type { Edit } from '../../core/doctor/edits';
import { changesOf } from '../../core/doctor/trained-version';
import type { Experiment, Run } from '../../core/run';
import type { Store } from '../../core/store/types';

const nameOf = ({ id }: Pick<Experiment, 'id'>) => `experiment/${id}/edits`;

/**
 * The edits of the version that an experiment was begun on, whatever was changed since; of one that
 * has not learnt anything yet, those of its dataset as it stands.
 */
export async function editsOf(
  store: Store,
  experiment: Pick<Experiment, 'id' | 'datasetId'>,
  earlier: readonly Run[],
): Promise<readonly Edit[]> {
  const kept = await store.artifacts.get<{ edits: Edit[] }>(nameOf(experiment));
  if (kept) return kept.edits;
  // Without a word, it was begun on what was imported.
  if (earlier.length > 0) return [];
  return changesOf((await store.datasets.edits(experiment.datasetId)).edits);
}

/** Says for good which version an experiment sees; of an unchanged dataset there is nothing to say. */
export async function keepEdits(
  { artifacts }: Store,
  experiment: Experiment,
  edits: readonly Edit[],
): Promise<void> {
  if (edits.length > 0) await artifacts.put(nameOf(experiment), { edits });
}
