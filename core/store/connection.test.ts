import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { openStore } from '.';
import { connect } from './connection';
import { runOf } from './fixtures';
import { migrations } from './migrations';
import type { Migration } from './migrations/migration';
import { addOwners, storesForTests } from './testing';

const open = storesForTests();
const next: Migration = { version: 3, migrate: () => {} };

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a tab with a newer version is let through, and the older one says so', async () => {
  const store = await open('updated');
  const newer = await connect('updated', [...migrations, next]);
  await expect(store.runs.list()).rejects.toMatchObject({ code: 'storeOutdated' });
  await expect(store.runs.put(runOf('r'))).rejects.toMatchObject({ code: 'storeOutdated' });
  await expect(openStore({ name: 'updated' })).rejects.toMatchObject({ code: 'storeOutdated' });
  newer.close();
});

test('an older tab that does not let go is named after a while', async () => {
  // Not one of ours: those make way.
  const stubborn = await openDB('blocked', 1);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opening = connect('blocked', [...migrations, next]);
  const outcome = expect(opening).rejects.toMatchObject({ code: 'storeBlocked' });
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  await vi.runAllTimersAsync();
  await outcome;
  stubborn.close();
});

test('a connection that the browser ends is opened again', async () => {
  const store = await open('ended');
  await addOwners(store, { e: 'd' });
  await store.runs.put(runOf('r'));
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await store.runs.list();
  const db = transaction.mock.contexts[0] as IDBDatabase;
  forceCloseDatabase(db as never);
  await vi.waitFor(async () => expect(await store.runs.list()).toEqual([runOf('r')]));
  expect(transaction.mock.contexts.at(-1)).not.toBe(db);
});

test('site data deleted under an open tab: it goes on, empty', async () => {
  const store = await open('deleted');
  await addOwners(store, { e: 'd' });
  await store.runs.put(runOf('r'));
  await deleteDB('deleted');
  expect(await store.runs.list()).toEqual([]);
  await addOwners(store, { e: 'd' });
  await store.runs.put(runOf('r'));
  expect(await store.runs.list()).toEqual([runOf('r')]);
});

test('a browser without storage says so', async () => {
  vi.stubGlobal('indexedDB', undefined);
  await expect(connect('none')).rejects.toMatchObject({ code: 'storageUnavailable' });
  const refusals = [
    new DOMException('denied', 'SecurityError'),
    new DOMException('The user denied permission to access the database.', 'UnknownError'),
  ];
  for (const refusal of refusals) {
    vi.stubGlobal('indexedDB', {
      open() {
        throw refusal;
      },
    });
    await expect(connect('denied')).rejects.toMatchObject({ code: 'storageUnavailable' });
  }
});

test('a failing body undoes what it wrote, and its reason arrives', async () => {
  const connection = await connect('undone');
  const write = connection.write('relaxed', ['runs'], async (tx) => {
    await tx.store.put(runOf('r'));
    throw new Error('changed my mind');
  });
  await expect(write).rejects.toMatchObject({
    code: 'internal',
    context: { detail: 'Error: changed my mind' },
  });
  expect(await connection.read(['runs'], (tx) => tx.store.getAll())).toEqual([]);
  connection.close();
});

test('a closed store is a mistake, not a silent nothing', async () => {
  const store = await openStore({ name: 'closed' });
  store.close();
  await expect(store.runs.list()).rejects.toMatchObject({ code: 'internal' });
});
