import type { Connection } from './connection';
import { requestAll } from './requests';
import { type BlobKey, type BlobPart, CHUNK_BYTES } from './schema';
import type { PictureForm } from './types';

export interface Piece {
  key: BlobKey;
  value: BlobPart;
}

/** One form of a picture as database records of at most CHUNK_BYTES each; none for null. */
export async function cutBlob(
  datasetId: string,
  form: PictureForm,
  ordinal: number,
  blob: Blob | null,
): Promise<Piece[]> {
  if (!blob) return [];
  const { size, type } = blob;
  const parts = Math.max(1, Math.ceil(size / CHUNK_BYTES));
  return Promise.all(
    Array.from({ length: parts }, async (_, part) => {
      // A slice is a blob of its own to ask the browser for; nearly all pictures need none.
      const piece = parts === 1 ? blob : blob.slice(part * CHUNK_BYTES, (part + 1) * CHUNK_BYTES);
      const key: BlobKey = [datasetId, form, ordinal, part];
      return { key, value: { data: await piece.arrayBuffer(), type, parts } };
    }),
  );
}

/** The whole again, or null when that form was not stored. */
export async function readBlob(
  connection: Connection,
  datasetId: string,
  form: PictureForm,
  ordinal: number,
): Promise<Blob | null> {
  return connection.read(['blobs'], async (tx) => {
    const first = await tx.store.get([datasetId, form, ordinal, 0]);
    if (!first) return null;
    const rest = await Promise.all(
      Array.from({ length: first.parts - 1 }, (_, i) =>
        tx.store.get([datasetId, form, ordinal, i + 1]),
      ),
    );
    return new Blob(
      [first, ...rest].map((piece) => piece!.data),
      { type: first.type },
    );
  });
}

export async function removePieces(
  connection: Connection,
  datasetId: string,
  ordinals: number[],
): Promise<void> {
  if (ordinals.length === 0) return;
  const forms: PictureForm[] = ['original', 'copy', 'thumbnail'];
  await connection.write('relaxed', ['blobs'], async (tx) => {
    await requestAll(
      ordinals.flatMap((ordinal) => forms.map((form) => [datasetId, form, ordinal])),
      (key) => tx.store.delete(IDBKeyRange.bound(key, [...key, []])),
    );
  });
}
