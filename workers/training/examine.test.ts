import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { Examination } from '../../core/contract/doctor';
import { openStore } from '../../core/store';
import type { StoredPredictions } from '../../core/store/types';
import { engineInProcess, nodeHost, storeStripes } from './testing';
import { Trainer } from './trainer';

const shared = engineInProcess();

it('examines a dataset, and a training sees the version that the edits make', async () => {
  const store = await openStore({ name: 'examined' });
  const dataset = await storeStripes(store, [15, 15, 15]);
  const trainer = new Trainer(nodeHost(store, { spawn: () => shared }));
  const [first, second] = await store.datasets.pictures(dataset.id);
  await store.datasets.edit(dataset.id, () => ({
    edits: [
      { edit: 'exclude', pictures: [first!.id] },
      { edit: 'relabel', pictures: [second!.id], to: 'angle 1' },
      { edit: 'rename', from: 'angle 2', to: 'steep' },
    ],
    undone: [],
  }));
  const options = { dataset: dataset.id, backbones: ['tiny_resnet'], depth: 'head' as const };
  const { experiment, runs } = await trainer.train('job', options, () => {});
  const [run] = runs;
  expect(experiment.edits).toBe(3);
  expect(experiment.datasetHash).not.toBe(dataset.hash);
  expect(run!.tags['dataset.hash']).toBe(experiment.datasetHash);
  expect(run!.params.edits).toBe(3);
  expect(run!.classes).toEqual(['angle 0', 'angle 1', 'steep']);
  const answers = await store.artifacts.get<StoredPredictions>(`run/${run!.id}/predictions`);
  const seen = new Map(
    [answers!.validation, answers!.test!].flatMap(({ pictures, labels }) =>
      pictures.map((id, i) => [id, labels[i]] as const),
    ),
  );
  expect(seen.has(first!.id)).toBe(false);
  expect(seen.size).toBe(44);
  expect(seen.get(second!.id)).toBe(1);

  // What was changed since does not reach an experiment that goes on.
  await store.datasets.edit(dataset.id, () => ({ edits: [], undone: [] }));
  await store.experiments.put({ ...experiment, status: 'interrupted' });
  const resumed = await trainer.resume('again', experiment.id, () => {});
  expect(resumed.experiment.datasetHash).toBe(experiment.datasetHash);
  expect(resumed.experiment.status).toBe('finished');
});

it('keeps what it found with the dataset, by the version examined', async () => {
  const store = await openStore({ name: 'found' });
  const dataset = await storeStripes(store, [12, 12]);
  const { examineDataset } = await import('./examine');
  const { FeatureCache } = await import('./feature-cache');
  const { FeatureExtractor } = await import('./features');
  const { EnginePool } = await import('./pool');
  const { findCard } = await import('../backbones/stored');
  const pool = await EnginePool.open(() => shared, { baseUrl: 'http://unused.test/' }, 1);
  const cache = new FeatureCache({ memoryBytes: 2 ** 26, disk: null });
  const phases = new Set<string>();
  const examination = await examineDataset(
    {
      ...{ store, pool, job: 'job', signal: new AbortController().signal },
      card: await findCard(store, 'tiny_resnet'),
      extractor: new FeatureExtractor(store, pool, cache),
      decode: nodeHost(store).decode,
      onProgress: ({ phase }) => phases.add(phase),
    },
    dataset.id,
  );
  expect([...phases]).toEqual(['features', 'labels']);
  expect(examination.hash).toBe(dataset.hash);
  expect(examination.pictures).toHaveLength(24);
  const small = examination.findings.filter(({ kind }) => kind === 'small-class');
  expect(small.map(({ classes }) => classes[0]).sort()).toEqual([0, 1]);
  const kept = await store.artifacts.get<Examination>(`dataset/${dataset.id}/doctor`);
  expect(kept).toEqual(examination);
  await store.datasets.remove(dataset.id);
  expect(await store.artifacts.names('dataset/')).toEqual([]);
});
