import type { PixelBatch } from '../../../core/contract/engine';
import type { ReaderFile, ReaderInput, ReaderKind } from '../../../core/contract/reader';
import type { ReaderHandle } from '../../reader/reader-handle';
import { orAborted } from './or-aborted';

/** An export in the hands of the library that opens it. */
export interface Answering {
  /** The library and its version. */
  readonly reader: string;
  /** Of all batches, [pictures, classes]; `onDone`: pictures of each batch. */
  answer(batches: readonly PixelBatch[], onDone: (pictures: number) => void): Promise<Float32Array>;
}

/** Rejects with what the library says, workerCrashed, and the signal's reason. */
export async function readerOf(
  { api, crashed }: ReaderHandle,
  kind: ReaderKind,
  files: readonly ReaderFile[],
  input: ReaderInput,
  signal: AbortSignal,
): Promise<Answering> {
  const died = crashed.then((error) => Promise.reject(error));
  died.catch(() => {});
  const alive = <T>(work: Promise<T>) => orAborted(Promise.race([work, died]), signal);
  const reader = await alive(api.open(kind, files, input));
  return {
    reader,
    async answer(batches, onDone) {
      const rows: Float32Array[] = [];
      for (const batch of batches) {
        rows.push(await alive(api.probabilities(batch)));
        onDone(batch.shape[0]);
      }
      const all = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const row of rows) {
        all.set(row, at);
        at += row.length;
      }
      return all;
    },
  };
}
