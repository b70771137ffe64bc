import type { Dataset, Picture } from '../dataset';
import { LensmithError } from '../errors';
import type { Announce } from './changes';
import type { Connection } from './connection';
import { storeFault } from './faults';
import { beginWrite, discard } from './journal';
import { cutBlob, type Piece, removePieces } from './pieces';
import { requestAll } from './requests';
import { CHUNK_BYTES } from './schema';
import type { DatasetWriter } from './types';

/** Bytes accepted but not yet written: `add` waits above it, so memory stays flat on a slow disk. */
const UNWRITTEN_BYTES = 2 * CHUNK_BYTES;
const PICTURES_PER_TRANSACTION = 1000;

/**
 * Pieces go out in transactions of a few MiB, one at a time: what arrives while one is under way
 * travels with the next, so many small pictures share one commit.
 */
export function createDatasetWriter(
  connection: Connection,
  datasetId: string,
  announce: Announce,
): DatasetWriter {
  const added = new Set<number>();
  const queue: Piece[] = [];
  let unwritten = 0;
  let begun: Promise<() => void> | null = null;
  let draining: Promise<void> | null = null;
  let inFlight: Promise<void> = Promise.resolve();
  let failure: LensmithError | null = null;
  let ended: 'committed' | 'aborted' | null = null;

  function begin(): Promise<() => void> {
    begun ??= beginWrite(connection, datasetId, 'dataset');
    return begun;
  }

  async function cleanUp(): Promise<void> {
    queue.length = 0;
    const release = await begun?.catch(() => null);
    // What cannot be deleted now stays in the journal for the next sweep.
    await discard(connection, datasetId).catch(() => {});
    release?.();
  }

  /** Never rejects: what went wrong is kept in `failure`. */
  async function writeBatch(batch: Piece[]): Promise<void> {
    try {
      await connection.write('relaxed', ['blobs', 'journal'], async (tx) => {
        await requestAll(batch, ({ key, value }) => tx.objectStore('blobs').put(value, key));
        await tx
          .objectStore('journal')
          .put({ id: datasetId, kind: 'dataset', touchedAt: Date.now() });
      });
    } catch (error) {
      failure ??= storeFault(error);
      await cleanUp();
    }
    unwritten -= bytesOf(batch);
  }

  async function drain(): Promise<void> {
    while (queue.length > 0 && !failure) {
      inFlight = writeBatch(takeBatch(queue));
      await inFlight;
    }
    draining = null;
  }

  function assertOpen(): void {
    if (failure) throw failure;
    if (ended) throw new LensmithError('internal', { detail: `dataset writer was ${ended}` });
  }

  async function fail(error: unknown): Promise<never> {
    failure ??= storeFault(error);
    await cleanUp();
    throw failure;
  }

  return {
    async add(picture, forms) {
      assertOpen();
      await begin().catch(fail);
      const pieces = (
        await Promise.all([
          cutBlob(datasetId, 'original', picture.ordinal, forms.original),
          cutBlob(datasetId, 'copy', picture.ordinal, forms.copy),
          cutBlob(datasetId, 'thumbnail', picture.ordinal, forms.thumbnail),
        ]).catch(fail)
      ).flat();
      assertOpen();
      added.add(picture.ordinal);
      queue.push(...pieces);
      unwritten += bytesOf(pieces);
      draining ??= drain();
      while (unwritten > UNWRITTEN_BYTES && !failure) await inFlight;
      assertOpen();
    },

    async commit(dataset: Dataset, pictures: Picture[]) {
      assertOpen();
      try {
        await begin();
        await draining;
        if (failure) throw failure;
        for (let start = 0; start < pictures.length; start += PICTURES_PER_TRANSACTION) {
          const batch = pictures.slice(start, start + PICTURES_PER_TRANSACTION);
          await connection.write('relaxed', ['pictures'], async (tx) => {
            await requestAll(batch, (picture) => tx.store.put(picture));
          });
        }
        for (const { ordinal } of pictures) added.delete(ordinal);
        await removePieces(connection, datasetId, [...added]);
        await connection.write('strict', ['datasets', 'journal'], async (tx) => {
          await tx.objectStore('datasets').put(dataset);
          await tx.objectStore('journal').delete(datasetId);
        });
      } catch (error) {
        return fail(error);
      }
      ended = 'committed';
      (await begin())();
      announce('datasets', datasetId);
    },

    async abort() {
      if (ended || failure) return;
      ended = 'aborted';
      queue.length = 0;
      await draining;
      await cleanUp();
    },
  };
}

function bytesOf(pieces: Piece[]): number {
  return pieces.reduce((sum, { value }) => sum + value.data.byteLength, 0);
}

/** Removes up to about a chunk's worth from the front of the queue, at least one piece. */
function takeBatch(queue: Piece[]): Piece[] {
  let count = 0;
  let bytes = 0;
  while (count < queue.length && bytes < CHUNK_BYTES) bytes += queue[count++].value.data.byteLength;
  return queue.splice(0, count);
}
