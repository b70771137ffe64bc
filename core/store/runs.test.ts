import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { importedDataset } from '../dataset';
import type { Score } from '../run';
import { datasetOf, experimentOf, metricOf, runOf } from './fixtures';
import { addOwners, keysIn, storesForTests } from './testing';

const open = storesForTests();

function score(accuracy: number): Score {
  return { correct: accuracy * 10, count: 10, accuracy, interval: [0, 1] };
}

test('runs are listed by experiment and dataset, first started first', async () => {
  const store = await open();
  await addOwners(store, { e1: 'd1', e2: 'd1', e3: 'd2' });
  const { runs } = store;
  await runs.put(runOf('b', { startedAt: 2, experimentId: 'e1', datasetId: 'd1' }));
  await runs.put(runOf('c', { startedAt: 1, experimentId: 'e1', datasetId: 'd1' }));
  await runs.put(runOf('a', { startedAt: 3, experimentId: 'e2', datasetId: 'd1' }));
  await runs.put(runOf('d', { startedAt: 4, experimentId: 'e3', datasetId: 'd2' }));
  const ids = async (filter?: Parameters<typeof runs.list>[0]) =>
    (await runs.list(filter)).map(({ id }) => id);
  expect(await ids()).toEqual(['c', 'b', 'a', 'd']);
  expect(await ids({ experimentId: 'e1' })).toEqual(['c', 'b']);
  expect(await ids({ datasetId: 'd1' })).toEqual(['c', 'b', 'a']);
  expect(await ids({ experimentId: 'e1', datasetId: 'd2' })).toEqual([]);
  expect(await runs.get('b')).toEqual(
    runOf('b', { startedAt: 2, experimentId: 'e1', datasetId: 'd1' }),
  );
  expect(await runs.get('x')).toBeNull();
});

test('an imported run needs no dataset, and makes none', async () => {
  const store = await open();
  const datasetId = importedDataset;
  await store.experiments.put(experimentOf('e', { datasetId }));
  await store.runs.put(runOf('r', { datasetId }));
  expect(await store.runs.list({ datasetId })).toHaveLength(1);
  expect(await store.datasets.list()).toEqual([]);
  await expect(
    store.experiments.put(experimentOf('f', { datasetId: 'gone' })),
  ).rejects.toMatchObject({ code: 'unknownDataset' });
});

test('best: finished, highest validation accuracy, the earliest of equals', async () => {
  const store = await open();
  await addOwners(store, { e: 'd' });
  const { runs } = store;
  expect(await runs.best('d')).toBeNull();
  const finished = { status: 'finished' as const };
  await runs.put(runOf('good', { ...finished, startedAt: 2, validation: score(0.8) }));
  await runs.put(runOf('as-good', { ...finished, startedAt: 3, validation: score(0.8) }));
  await runs.put(runOf('worse', { ...finished, startedAt: 1, validation: score(0.7) }));
  await runs.put(runOf('unmeasured', { ...finished, startedAt: 1 }));
  await runs.put(runOf('broken', { status: 'failed', validation: score(0.9) }));
  await runs.put(runOf('other', { ...finished, datasetId: 'x', validation: score(1) }));
  expect((await runs.best('d'))?.id).toBe('good');
});

test('metrics come by key and step, and a repeated epoch overwrites itself', async () => {
  const store = await open();
  await addOwners(store, { e: 'd' });
  const { runs } = store;
  await runs.put(runOf('r'));
  await runs.put(runOf('r2'));
  await runs.addMetrics([
    metricOf('r', 10),
    metricOf('r', 2),
    metricOf('r', 0, { key: 'train_loss' }),
  ]);
  await runs.addMetrics([metricOf('r', 2, { value: 9 }), metricOf('r2', 0)]);
  await runs.addMetrics([]);
  const metrics = await runs.metrics('r');
  expect(metrics.map(({ key, step, value }) => [key, step, value])).toEqual([
    ['train_loss', 0, 1],
    ['val_loss', 2, 9],
    ['val_loss', 10, metricOf('r', 10).value],
  ]);
});

test('experiments are listed newest first, by dataset where asked', async () => {
  const store = await open();
  for (const id of ['d', 'x']) await store.datasets.writer(id).commit(datasetOf(id), []);
  const { experiments } = store;
  await experiments.put(experimentOf('old', { startedAt: 1 }));
  await experiments.put(experimentOf('new', { startedAt: 2 }));
  await experiments.put(experimentOf('other', { startedAt: 3, datasetId: 'x' }));
  expect((await experiments.list()).map(({ id }) => id)).toEqual(['other', 'new', 'old']);
  expect((await experiments.list('d')).map(({ id }) => id)).toEqual(['new', 'old']);
  expect(await experiments.get('old')).toEqual(experimentOf('old', { startedAt: 1 }));
  expect(await experiments.get('none')).toBeNull();
});

test('markInterrupted changes what was running and nothing else', async () => {
  const store = await open();
  await store.datasets.writer('d').commit(datasetOf('d'), []);
  const { experiments, runs } = store;
  await experiments.put(experimentOf('running'));
  await experiments.put(experimentOf('done', { status: 'finished' }));
  await runs.put(runOf('going', { experimentId: 'running' }));
  await runs.put(runOf('finished', { experimentId: 'running', status: 'finished' }));
  await runs.put(runOf('failed', { experimentId: 'done', status: 'failed' }));
  await experiments.markInterrupted();
  expect(await experiments.get('running')).toEqual(
    experimentOf('running', { status: 'interrupted' }),
  );
  expect((await experiments.get('done'))?.status).toBe('finished');
  expect((await runs.get('going'))?.status).toBe('interrupted');
  expect((await runs.get('finished'))?.status).toBe('finished');
  expect((await runs.get('failed'))?.status).toBe('failed');
});

test('datasets are listed newest first; the current one is remembered', async () => {
  const { datasets } = await open();
  await datasets.writer('old').commit(datasetOf('old', { createdAt: 1 }), []);
  await datasets.writer('new').commit(datasetOf('new', { createdAt: 2 }), []);
  expect((await datasets.list()).map(({ id }) => id)).toEqual(['new', 'old']);
  expect(await datasets.current()).toBeNull();
  await datasets.setCurrent('old');
  expect(await datasets.current()).toBe('old');
  expect(await datasets.get('x')).toBeNull();
  expect(await datasets.findByHash('x')).toBeNull();
});

test('use adds up the records where the browser tells nothing', async () => {
  const store = await open();
  await store.datasets.writer('d').commit(datasetOf('d', { bytes: 100 }), []);
  await store.artifacts.put('x', new Uint8Array(11));
  expect(await store.use()).toEqual({ usedBytes: 111, quotaBytes: null, persisted: false });
});

test('what was removed in one tab does not come back in parts from another', async () => {
  const [training, other] = [await open('ghost'), await open('ghost')];
  await addOwners(training, { e: 'd' });
  await training.runs.put(runOf('r'));
  await other.datasets.remove('d');
  const gone = { code: 'unknownRun', context: { id: 'r' } };
  await expect(training.artifacts.put('run/r/model', new Uint8Array(1))).rejects.toMatchObject(
    gone,
  );
  await expect(training.runs.addMetrics([metricOf('r', 0)])).rejects.toMatchObject(gone);
  await expect(training.runs.put(runOf('r'))).rejects.toMatchObject({ code: 'unknownExperiment' });
  await expect(
    training.artifacts.put('experiment/e/checkpoint', new Uint8Array(9 * 2 ** 20)),
  ).rejects.toMatchObject({ code: 'unknownExperiment' });
  await expect(training.experiments.put(experimentOf('e'))).rejects.toMatchObject({
    code: 'unknownDataset',
  });
  for (const keys of Object.values(await keysIn('ghost'))) expect(keys).toEqual([]);
});
