import { BELONGINGS, removeArtifacts, removeExperiment, removeRun } from './belongings';
import type { Announce } from './changes';
import type { Connection } from './connection';
import { createDatasetAppend } from './dataset-append';
import { createDatasetEdits } from './dataset-edits';
import { createDatasetWriter } from './dataset-writer';
import { discard } from './journal';
import { readBlob } from './pieces';
import { within } from './schema';
import type { Store } from './types';

export function createDatasets(connection: Connection, announce: Announce): Store['datasets'] {
  return {
    ...createDatasetEdits(connection, announce),
    ...createDatasetAppend(connection, announce),

    async list() {
      const datasets = await connection.read(['datasets'], (tx) => tx.store.getAll());
      return datasets.sort((a, b) => b.createdAt - a.createdAt);
    },

    async get(id) {
      return (await connection.read(['datasets'], (tx) => tx.store.get(id))) ?? null;
    },

    async findByHash(hash) {
      const found = await connection.read(['datasets'], (tx) => tx.store.index('hash').get(hash));
      return found ?? null;
    },

    writer: (datasetId) => createDatasetWriter(connection, datasetId, announce),

    async pictures(id) {
      return connection.read(['datasets', 'pictures'], async (tx) => {
        // Pictures of an import under way are stored but not yet visible.
        if (!(await tx.objectStore('datasets').getKey(id))) return [];
        return tx.objectStore('pictures').getAll(within(id));
      });
    },

    async blob(pictureId, form) {
      const slash = pictureId.lastIndexOf('/');
      const ordinal = Number(pictureId.slice(slash + 1));
      return readBlob(connection, pictureId.slice(0, slash), form, ordinal);
    },

    async remove(id) {
      await connection.write('strict', BELONGINGS, async (tx) => {
        const experiments = tx.objectStore('experiments').index('datasetId');
        for (const experiment of await experiments.getAllKeys(id)) {
          await removeExperiment(tx, experiment);
        }
        const runs = tx.objectStore('runs').index('datasetId');
        for (const run of await runs.getAllKeys(id)) await removeRun(tx, run);
        await removeArtifacts(tx, `dataset/${id}/`);
        await tx.objectStore('datasets').delete(id);
        const settings = tx.objectStore('settings');
        if ((await settings.get('currentDataset')) === id) await settings.delete('currentDataset');
        // Gone from sight at once; the bytes follow, if need be at the next start.
        await tx.objectStore('journal').put({ id, kind: 'dataset', touchedAt: 0 });
      });
      announce('datasets', id);
      await discard(connection, id);
    },

    async current() {
      return (await connection.read(['settings'], (tx) => tx.store.get('currentDataset'))) ?? null;
    },

    async setCurrent(id) {
      await connection.write('relaxed', ['settings'], async (tx) => {
        await tx.store.put(id, 'currentDataset');
      });
      announce('datasets', id);
    },
  };
}
