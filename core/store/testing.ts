import { afterEach, vi } from 'vitest';
import { openStore } from '.';
import { datasetOf, experimentOf } from './fixtures';
import type { Store } from './types';

/** Opens stores on databases of their own (or on a named one) and closes them after each test. */
export function storesForTests(): (name?: string) => Promise<Store> {
  const opened: Store[] = [];
  let count = 0;
  afterEach(() => {
    for (const store of opened.splice(0)) store.close();
    vi.restoreAllMocks();
  });
  return async (name = `test-${count++}-${Math.random()}`) => {
    const store = await openStore({ name });
    opened.push(store);
    return store;
  };
}

/** Puts what others belong to: experiments, by id, each with the id of its dataset. */
export async function addOwners(store: Store, owners: Record<string, string>): Promise<void> {
  for (const datasetId of new Set(Object.values(owners))) {
    await store.datasets.writer(datasetId).commit(datasetOf(datasetId), []);
  }
  for (const [id, datasetId] of Object.entries(owners)) {
    await store.experiments.put(experimentOf(id, { datasetId, status: 'finished' }));
  }
}

/** All that a database holds, as key lists per object store, read past the Store. */
export async function keysIn(name: string): Promise<Record<string, IDBValidKey[]>> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const keys: Record<string, IDBValidKey[]> = {};
  for (const store of db.objectStoreNames) {
    const request = db.transaction(store).objectStore(store).getAllKeys();
    keys[store] = await new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
  }
  db.close();
  return keys;
}

/**
 * Lets the disk be full from the `after`-th put into `store` on: `request` as Firefox reports it, on
 * the request; `commit` as Chromium and Safari do, by aborting the transaction.
 */
export function fillDisk(store: string, after: number, how: 'request' | 'commit'): void {
  const put = IDBObjectStore.prototype.put;
  let puts = 0;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    const request = put.apply(this, args);
    if (this.name !== store || ++puts <= after) return request;
    if (how === 'request') throw new DOMException('full', 'QuotaExceededError');
    // fake-indexeddb's own way of ending a transaction with an error.
    (this.transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError');
    return request;
  });
}
