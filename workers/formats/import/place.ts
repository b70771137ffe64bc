import { importedDataset } from '../../../core/dataset';
import type { Experiment } from '../../../core/run';
import type { Store } from '../../../core/store/types';
import { uniqueId } from '../../../core/unique-id';
import type { BundleRecord } from './record';

/** Where an imported run belongs. */
export interface Place {
  datasetId: string;
  /** Null: its dataset is not here. */
  datasetName: string | null;
  experiment: Experiment;
  /** Whether the experiment has to be stored first. */
  isNew: boolean;
}

/**
 * A run goes back to its experiment, and that to its dataset, where they are here; else to one of its
 * own. A training under way is not disturbed.
 */
export async function placeFor(
  { datasets, experiments }: Store,
  record: BundleRecord | null,
  name: string,
): Promise<Place> {
  const dataset = record && (await datasetOf(datasets, record));
  const datasetId = dataset?.id ?? importedDataset;
  const datasetName = dataset?.name ?? null;
  if (!record) {
    return { datasetId, datasetName, experiment: ownExperiment(name), isNew: true };
  }
  const known = await experiments.get(record.experiment.id);
  if (known && known.datasetId === datasetId && known.status !== 'running') {
    return { datasetId, datasetName, experiment: known, isNew: false };
  }
  const experiment: Experiment = {
    ...record.experiment,
    id: known ? uniqueId() : record.experiment.id,
    datasetId,
    options: { ...record.experiment.options, dataset: datasetId },
    // What was not trained to its end cannot go on: its checkpoint is elsewhere.
    status: 'finished',
    // Names runs that are not here.
    together: [],
  };
  return { datasetId, datasetName, experiment, isNew: true };
}

async function datasetOf(datasets: Store['datasets'], { dataset }: BundleRecord) {
  const same = await datasets.get(dataset.id);
  return same?.hash === dataset.hash ? same : datasets.findByHash(dataset.hash);
}

function ownExperiment(name: string): Experiment {
  const now = Date.now();
  return {
    id: uniqueId(),
    datasetId: importedDataset,
    datasetHash: '',
    name,
    status: 'finished',
    startedAt: now,
    endedAt: now,
    options: { dataset: importedDataset },
    notes: [],
    together: [],
    backend: 'wasm',
    adapter: '',
  };
}
