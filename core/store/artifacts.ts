import { uniqueId } from '../unique-id';
import { BELONGINGS, removeArtifacts } from './belongings';
import type { Connection } from './connection';
import { storeFault } from './faults';
import { beginWrite, discard } from './journal';
import { OWNERS, requireOwner } from './owners';
import { chunksOf, pack, unpack } from './pack';
import { requestAll } from './requests';
import { type ArtifactRecord, CHUNK_BYTES, startingWith, within } from './schema';
import type { Store } from './types';

export function createArtifacts(connection: Connection): Store['artifacts'] {
  /** Points `name` at its new chunks and deletes the ones it pointed at before. */
  function flip(name: string, record: ArtifactRecord, chunks: ArrayBuffer[]): Promise<void> {
    return connection.write('strict', [...OWNERS, 'artifacts', 'chunks', 'journal'], async (tx) => {
      await requireOwner(tx, name);
      const store = tx.objectStore('chunks');
      const old = await tx.objectStore('artifacts').get(name);
      if (old) await store.delete(within(old.version));
      await requestAll(chunks, (chunk, part) => store.put(chunk, [record.version, part]));
      await tx.objectStore('artifacts').put(record, name);
      await tx.objectStore('journal').delete(record.version);
    });
  }

  return {
    async put(name, value) {
      const packed = pack(value);
      const { skeleton, arrays, bytes } = packed;
      const record = { version: uniqueId(), skeleton, arrays, bytes };
      if (bytes <= CHUNK_BYTES) return flip(name, record, [...chunksOf(packed)]);

      const release = await beginWrite(connection, record.version, 'artifact');
      try {
        let part = 0;
        for (const chunk of chunksOf(packed)) {
          const key: [string, number] = [record.version, part++];
          await connection.write('relaxed', ['chunks', 'journal'], async (tx) => {
            await tx.objectStore('chunks').put(chunk, key);
            await tx
              .objectStore('journal')
              .put({ id: record.version, kind: 'artifact', touchedAt: Date.now() });
          });
        }
        await flip(name, record, []);
      } catch (error) {
        await discard(connection, record.version).catch(() => {});
        throw storeFault(error);
      } finally {
        release();
      }
    },

    async get<T>(name: string) {
      return connection.read(['artifacts', 'chunks'], async (tx) => {
        const record = await tx.objectStore('artifacts').get(name);
        if (!record) return null;
        const chunks = tx.objectStore('chunks');
        let part = 0;
        return (await unpack(
          record.skeleton,
          record.arrays,
          async () => (await chunks.get([record.version, part++]))!,
        )) as T;
      });
    },

    names: (prefix) =>
      connection.read(['artifacts'], (tx) => tx.store.getAllKeys(startingWith(prefix))),

    async removePrefix(prefix) {
      await connection.write('strict', BELONGINGS, (tx) => removeArtifacts(tx, prefix));
    },
  };
}
