import type { Connection } from './connection';
import { type JournalEntry, within } from './schema';
import { holdWriterLock, ifAbandoned } from './writer-lock';

/** Notes that `id` is being written, so that a crash leaves something to find. Returns the lock's release. */
export async function beginWrite(
  connection: Connection,
  id: string,
  kind: JournalEntry['kind'],
): Promise<() => void> {
  const release = await holdWriterLock(id);
  try {
    await connection.write('relaxed', ['journal'], async (tx) => {
      await tx.objectStore('journal').put({ id, kind, touchedAt: Date.now() });
    });
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** Deletes what a journal entry names, unless it was committed meanwhile. */
export async function discard(connection: Connection, id: string): Promise<void> {
  await connection.write('relaxed', ['journal', 'blobs', 'pictures', 'chunks'], async (tx) => {
    const journal = tx.objectStore('journal');
    const entry = await journal.get(id);
    if (!entry) return;
    if (entry.kind === 'dataset') {
      await tx.objectStore('blobs').delete(within(id));
      await tx.objectStore('pictures').delete(within(id));
    } else {
      await tx.objectStore('chunks').delete(within(id));
    }
    await journal.delete(id);
  });
}

/** Discards what dead writers left behind; live ones, in any tab or worker, are left alone. */
export async function sweep(connection: Connection): Promise<void> {
  const entries = await connection.read(['journal'], (tx) => tx.objectStore('journal').getAll());
  for (const entry of entries) {
    await ifAbandoned(entry, () => discard(connection, entry.id));
  }
}
