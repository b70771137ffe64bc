import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { blobOf, datasetOf, experimentOf, metricOf, pictureOf, runOf } from './fixtures';
import { keysIn, storesForTests } from './testing';
import type { Store } from './types';

const open = storesForTests();

/** A dataset with one picture, an experiment, two runs, metrics and artifacts, all named after it. */
async function fill(store: Store, id: string) {
  const writer = store.datasets.writer(id);
  const forms = { original: blobOf('o'), copy: blobOf('c'), thumbnail: blobOf('t') };
  await writer.add(pictureOf(id, 0), forms);
  await writer.commit(datasetOf(id), [pictureOf(id, 0)]);
  const experiment = `${id}-e`;
  await store.experiments.put(experimentOf(experiment, { datasetId: id }));
  await store.artifacts.put(`experiment/${experiment}/checkpoint`, new Uint8Array(1));
  for (const run of [`${id}-r0`, `${id}-r1`]) {
    await store.runs.put(runOf(run, { experimentId: experiment, datasetId: id }));
    await store.runs.addMetrics([metricOf(run, 0), metricOf(run, 1)]);
    await store.artifacts.put(`run/${run}/model`, { data: new Float32Array(2) });
  }
}

test('a dataset goes with all that belongs to it and nothing else', async () => {
  const store = await open('dataset-removed');
  await fill(store, 'keep');
  const before = await keysIn('dataset-removed');
  await fill(store, 'gone');
  await store.datasets.setCurrent('gone');
  await store.datasets.remove('gone');
  expect(await keysIn('dataset-removed')).toEqual(before);
  expect(await store.datasets.current()).toBeNull();
});

test('removing another dataset leaves the current one current', async () => {
  const store = await open();
  await fill(store, 'a');
  await fill(store, 'b');
  await store.datasets.setCurrent('a');
  await store.datasets.remove('b');
  expect(await store.datasets.current()).toBe('a');
});

test('an experiment goes with its runs, and the dataset stays', async () => {
  const store = await open('experiment-removed');
  await fill(store, 'a');
  await store.experiments.remove('a-e');
  const { datasets, blobs, pictures, ...rest } = await keysIn('experiment-removed');
  expect([datasets.length, pictures.length, blobs.length]).toEqual([1, 1, 3]);
  for (const keys of Object.values(rest)) expect(keys).toEqual([]);
});

test('a run goes with its metrics and artifacts, its sister stays', async () => {
  const store = await open('run-removed');
  await fill(store, 'a');
  await store.runs.remove('a-r0');
  const { runs, metrics, artifacts, chunks } = await keysIn('run-removed');
  expect(runs).toEqual(['a-r1']);
  expect(metrics).toHaveLength(2);
  expect(artifacts).toEqual(['experiment/a-e/checkpoint', 'run/a-r1/model']);
  expect(chunks).toHaveLength(2);
});

test('removing what is not there is no error', async () => {
  const store = await open('nothing-removed');
  await store.datasets.remove('x');
  await store.experiments.remove('x');
  await store.runs.remove('x');
  expect((await keysIn('nothing-removed')).journal).toEqual([]);
});
