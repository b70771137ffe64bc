import { openDB } from 'idb';
import { datasetOf, experimentOf, metricOf, pictureOf, runOf } from '../fixtures';

/**
 * Builds, with bare IndexedDB calls, a database as version 1 of Lensmith left it on disk. It stands
 * for the data of people who never cleared theirs: it does not follow the schema, and is not edited.
 */
export async function storeVersion1(name: string): Promise<void> {
  const db = await openDB(name, 1, {
    upgrade(database) {
      database.createObjectStore('datasets', { keyPath: 'id' }).createIndex('hash', 'hash');
      database.createObjectStore('pictures', { keyPath: ['datasetId', 'ordinal'] });
      database.createObjectStore('blobs');
      const experiments = database.createObjectStore('experiments', { keyPath: 'id' });
      experiments.createIndex('datasetId', 'datasetId');
      const runs = database.createObjectStore('runs', { keyPath: 'id' });
      runs.createIndex('experimentId', 'experimentId');
      runs.createIndex('datasetId', 'datasetId');
      database.createObjectStore('metrics', { keyPath: ['runId', 'key', 'step'] });
      database.createObjectStore('artifacts');
      database.createObjectStore('chunks');
      database.createObjectStore('journal', { keyPath: 'id' });
      database.createObjectStore('settings');
    },
  });
  const names = [...db.objectStoreNames];
  const tx = db.transaction(names, 'readwrite');
  const put = (store: string, value: unknown, key?: IDBValidKey) =>
    tx.objectStore(store).put(value, key);
  const bytes = (text: string) => new TextEncoder().encode(text).buffer;
  await Promise.all([
    put('datasets', datasetOf('d')),
    put('pictures', pictureOf('d', 0)),
    put('blobs', { data: bytes('or'), type: 'image/png', parts: 2 }, ['d', 'original', 0, 0]),
    put('blobs', { data: bytes('iginal'), type: 'image/png', parts: 2 }, ['d', 'original', 0, 1]),
    put('blobs', { data: bytes('thumb'), type: 'image/webp', parts: 1 }, ['d', 'thumbnail', 0, 0]),
    put('experiments', without(experimentOf('e'), 'together')),
    put('runs', without(runOf('r'), 'calibration')),
    put('metrics', metricOf('r', 0)),
    put(
      'artifacts',
      {
        version: 'v',
        skeleton: { step: 3, parameters: [{ name: 'fc.bias', data: null }] },
        arrays: [{ path: ['parameters', 0, 'data'], type: 'Float32Array', bytes: 8 }],
        bytes: 8,
      },
      'run/r/model',
    ),
    put('chunks', Float32Array.of(1, 2).buffer, ['v', 0]),
    put('settings', 'd', 'currentDataset'),
    tx.done,
  ]);
  db.close();
}

/** `record` as it was before it had `field`. */
function without<T extends object>(record: T, field: keyof T): Partial<T> {
  const { [field]: _, ...rest } = record;
  return rest as Partial<T>;
}
