import { LensmithError } from '../../../core/errors';

/** Where nested archives are unpacked to, so that they can be listed like any other blob. */
export interface Spool {
  /** Throws storageFull; what the pieces throw goes through. */
  write(pieces: AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Removes everything; blobs from `write` can no longer be read. */
  clear(): Promise<void>;
}

/** Bytes of nested archives that are kept in memory at most. */
export const memoryLimit = 256 * 2 ** 20;

export function memorySpool(limit: number): Spool {
  let used = 0;
  return {
    async write(pieces) {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for await (const piece of pieces) {
        used += piece.length;
        if (used > limit) throw new LensmithError('storageFull');
        parts.push(piece.slice());
      }
      return new Blob(parts);
    },
    async clear() {
      used = 0;
    },
  };
}
