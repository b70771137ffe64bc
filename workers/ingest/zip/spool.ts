import { LensmithError } from '../../../core/errors';

/** Where nested archives are unpacked to, so that they can be listed like any other blob. */
export interface Spool {
  /** Throws storageFull; what the pieces throw goes through. */
  write(pieces: AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Removes everything; blobs from `write` can no longer be read. */
  clear(): Promise<void>;
}

const prefix = 'ingest-';
const lockName = (folder: string) => `lensmith-${folder}`;

const isQuota = (error: unknown) =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

/** In the origin's private file system, or in memory, up to a limit, where there is none. */
export async function openSpool(): Promise<Spool> {
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  if (!root) return memorySpool(memoryLimit);
  await sweep(root);
  return diskSpool(root);
}

/** Bytes of nested archives that are kept in memory at most. */
const memoryLimit = 256 * 2 ** 20;

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

/** Each import has a folder of its own and holds a lock of that name while it lives. */
async function diskSpool(root: FileSystemDirectoryHandle): Promise<Spool> {
  const folder = `${prefix}${crypto.randomUUID()}`;
  let release = () => {};
  await new Promise<void>((held) => {
    void navigator.locks.request(lockName(folder), () => {
      held();
      return new Promise<void>((done) => {
        release = done;
      });
    });
  });
  let directory: FileSystemDirectoryHandle | null = null;
  let count = 0;
  return {
    async write(pieces) {
      directory ??= await root.getDirectoryHandle(folder, { create: true });
      const file = await directory.getFileHandle(`${count++}.zip`, { create: true });
      const handle = await file.createSyncAccessHandle();
      try {
        for await (const piece of pieces) {
          if (handle.write(piece) !== piece.length) throw new LensmithError('storageFull');
        }
        handle.flush();
      } catch (error) {
        throw isQuota(error) ? new LensmithError('storageFull', {}, { cause: error }) : error;
      } finally {
        handle.close();
      }
      return file.getFile();
    },
    async clear() {
      if (directory) await root.removeEntry(folder, { recursive: true });
      release();
    },
  };
}

/** Removes what imports left behind whose tab was closed: their locks are gone. */
async function sweep(root: FileSystemDirectoryHandle): Promise<void> {
  const held = new Set((await navigator.locks.query()).held?.map(({ name }) => name));
  for await (const name of root.keys()) {
    if (!name.startsWith(prefix) || held.has(lockName(name))) continue;
    await root.removeEntry(name, { recursive: true });
  }
}
