import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { connect } from './connection';
import { blobOf, datasetOf, pictureOf } from './fixtures';
import { discard, sweep } from './journal';
import type { JournalEntry } from './schema';
import { keysIn, storesForTests } from './testing';

const open = storesForTests();
const LONG_AGO = Date.now() - 2 * 60 * 60 * 1000;

/** What a tab that was closed in mid-import leaves. */
async function leaveOrphans(name: string, touchedAt: number) {
  const db = await openDB(name);
  const tx = db.transaction(['journal', 'blobs', 'pictures', 'chunks'], 'readwrite');
  const entries: JournalEntry[] = [
    { id: 'lost', kind: 'dataset', touchedAt },
    { id: 'version', kind: 'artifact', touchedAt },
  ];
  const part = { data: new ArrayBuffer(1), type: '', parts: 1 };
  await Promise.all([
    ...entries.map((entry) => tx.objectStore('journal').put(entry)),
    tx.objectStore('blobs').put(part, ['lost', 'original', 0, 0]),
    tx.objectStore('pictures').put(pictureOf('lost', 0)),
    tx.objectStore('chunks').put(new ArrayBuffer(1), ['version', 0]),
    tx.done,
  ]);
  db.close();
}

async function addCommitted(name: string) {
  const store = await open(name);
  const writer = store.datasets.writer('kept');
  const forms = { original: blobOf('o'), copy: null, thumbnail: blobOf('t') };
  await writer.add(pictureOf('kept', 0), forms);
  await writer.commit(datasetOf('kept'), [pictureOf('kept', 0)]);
  await store.artifacts.put('kept', new Uint8Array([1]));
  return store;
}

test('opening sweeps what a dead writer left and keeps what was committed', async () => {
  await addCommitted('dead');
  await leaveOrphans('dead', LONG_AGO);
  expect((await keysIn('dead')).journal).toHaveLength(2);
  await open('dead');
  await expect.poll(async () => (await keysIn('dead')).journal).toEqual([]);
  const { blobs, pictures, chunks } = await keysIn('dead');
  expect(blobs).toEqual([
    ['kept', 'original', 0, 0],
    ['kept', 'thumbnail', 0, 0],
  ]);
  expect(pictures).toEqual([['kept', 0]]);
  expect(chunks).toHaveLength(1);
});

test('without Web Locks, a writer heard of within the hour is spared', async () => {
  await addCommitted('recent');
  await leaveOrphans('recent', Date.now());
  const connection = await connect('recent');
  await sweep(connection);
  connection.close();
  expect((await keysIn('recent')).journal).toEqual(['lost', 'version']);
});

test('a writer at work in this very context is spared, whatever its age', async () => {
  const store = await open('alive');
  const writer = store.datasets.writer('slow');
  const forms = { original: blobOf('o'), copy: null, thumbnail: blobOf('t') };
  await writer.add(pictureOf('slow', 0), forms);
  await expect.poll(async () => (await keysIn('alive')).blobs.length).toBe(2);
  const db = await openDB('alive');
  await db.put('journal', { id: 'slow', kind: 'dataset', touchedAt: 0 });
  db.close();
  const connection = await connect('alive');
  await sweep(connection);
  connection.close();
  await writer.commit(datasetOf('slow'), [pictureOf('slow', 0)]);
  expect(await (await store.datasets.blob('slow/0', 'original'))?.text()).toBe('o');
});

test('what was committed between the look and the broom is kept', async () => {
  const store = await addCommitted('raced');
  const connection = await connect('raced');
  await discard(connection, 'kept');
  connection.close();
  expect(await (await store.datasets.blob('kept/0', 'original'))?.text()).toBe('o');
});
