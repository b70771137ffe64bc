import type { Migration } from './migration';

/** Out-of-line keys where the value is raw bytes; metrics are keyed so that a resumed epoch overwrites itself. */
export const initial: Migration = {
  version: 1,
  migrate(db) {
    db.createObjectStore('datasets', { keyPath: 'id' }).createIndex('hash', 'hash');
    db.createObjectStore('pictures', { keyPath: ['datasetId', 'ordinal'] });
    db.createObjectStore('blobs');
    db.createObjectStore('experiments', { keyPath: 'id' }).createIndex('datasetId', 'datasetId');
    const runs = db.createObjectStore('runs', { keyPath: 'id' });
    runs.createIndex('experimentId', 'experimentId');
    runs.createIndex('datasetId', 'datasetId');
    db.createObjectStore('metrics', { keyPath: ['runId', 'key', 'step'] });
    db.createObjectStore('artifacts');
    db.createObjectStore('chunks');
    db.createObjectStore('journal', { keyPath: 'id' });
    db.createObjectStore('settings');
  },
};
