import { uniqueId } from '../unique-id';
import type { Announce } from './changes';
import type { Connection } from './connection';
import { OWNERS, requireDataset } from './owners';
import type { EditHistory, Store } from './types';

const none: EditHistory = { edits: [], undone: [] };

/** An artifact of the dataset, and so removed with it; read and replaced in one transaction. */
export function createDatasetEdits(
  connection: Connection,
  announce: Announce,
): Pick<Store['datasets'], 'edits' | 'edit'> {
  return {
    async edits(id) {
      const record = await connection.read(['artifacts'], (tx) => tx.store.get(nameOf(id)));
      return (record?.skeleton as EditHistory | undefined) ?? none;
    },

    async edit(id, change) {
      const next = await connection.write('strict', [...OWNERS, 'artifacts'], async (tx) => {
        await requireDataset(tx, id);
        const artifacts = tx.objectStore('artifacts');
        const record = await artifacts.get(nameOf(id));
        const changed = change((record?.skeleton as EditHistory | undefined) ?? none);
        // Names and ids only: nothing to put into chunks.
        const written = { version: uniqueId(), skeleton: changed, arrays: [], bytes: 0 };
        await artifacts.put(written, nameOf(id));
        return changed;
      });
      announce('datasets', id);
      return next;
    },
  };
}

export function nameOf(dataset: string): string {
  return `dataset/${dataset}/edits`;
}
