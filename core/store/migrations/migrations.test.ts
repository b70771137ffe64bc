import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { connect } from '../connection';
import { datasetOf, experimentOf, metricOf, pictureOf, runOf } from '../fixtures';
import { storesForTests } from '../testing';
import { migrations } from '.';
import { initial } from './1-initial';
import type { Migration } from './migration';
import { storeVersion1 } from './version-1';

const open = storesForTests();

test('a database of version 1 opens with everything in it', async () => {
  await storeVersion1('stored-1');
  const store = await open('stored-1');
  expect(await store.datasets.list()).toEqual([datasetOf('d')]);
  expect(await store.datasets.findByHash('hash of d')).toEqual(datasetOf('d'));
  expect(await store.datasets.pictures('d')).toEqual([pictureOf('d', 0)]);
  expect(await (await store.datasets.blob('d/0', 'original'))?.text()).toBe('original');
  expect((await store.datasets.blob('d/0', 'thumbnail'))?.type).toBe('image/webp');
  expect(await store.datasets.current()).toBe('d');
  expect(await store.experiments.list('d')).toEqual([experimentOf('e')]);
  expect(await store.runs.list({ experimentId: 'e' })).toEqual([runOf('r')]);
  expect(await store.runs.list({ datasetId: 'd' })).toEqual([runOf('r')]);
  expect(await store.runs.metrics('r')).toEqual([metricOf('r', 0)]);
  expect(await store.artifacts.get('run/r/model')).toEqual({
    step: 3,
    parameters: [{ name: 'fc.bias', data: Float32Array.of(1, 2) }],
  });
});

test('a fresh database has the shape that the newest stored one ends with', async () => {
  await storeVersion1('shape-old');
  await open('shape-old');
  await open('shape-new');
  expect(await shapeOf('shape-old')).toEqual(await shapeOf('shape-new'));
});

async function shapeOf(name: string) {
  const db = await openDB(name);
  const tx = db.transaction([...db.objectStoreNames]);
  const stores = [...db.objectStoreNames].map((storeName) => {
    const store = tx.objectStore(storeName);
    const indexes = [...store.indexNames].map((index) => [index, store.index(index).keyPath]);
    return [storeName, store.keyPath, indexes];
  });
  db.close();
  return { version: db.version, stores };
}

test('versions are 1, 2, 3, ... in the order of the list', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1));
});

/** What a later release might do: a new index, and a field filled in on what is there. */
const next: Migration = {
  version: 3,
  async migrate(_db, tx) {
    const runs = tx.objectStore('runs');
    runs.createIndex('backbone', 'backbone');
    for (const run of await runs.getAll()) await runs.put({ ...run, note: 'migrated' });
  },
};

test('only the steps still missing are taken, and data moves along', async () => {
  await storeVersion1('stepped');
  const connection = await connect('stepped', [...migrations, next]);
  connection.close();
  const db = await openDB('stepped');
  expect(db.version).toBe(3);
  expect(await db.getAllFromIndex('runs', 'backbone', 'resnet18')).toEqual([
    { ...runOf('r'), note: 'migrated' },
  ]);
  db.close();
});

test('a step that fails leaves the old database as it was', async () => {
  await storeVersion1('failed');
  const failing: Migration = {
    version: 2,
    async migrate(db, tx) {
      db.deleteObjectStore('pictures');
      await tx.objectStore('runs').clear();
      throw new Error('half way');
    },
  };
  await expect(connect('failed', [initial, failing])).rejects.toMatchObject({
    code: 'internal',
    context: { detail: 'Error: half way' },
  });
  const store = await open('failed');
  expect(await store.runs.list()).toEqual([runOf('r')]);
  expect(await store.datasets.pictures('d')).toHaveLength(1);
});
