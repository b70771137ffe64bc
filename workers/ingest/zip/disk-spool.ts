import { LensmithError } from '../../../core/errors';
import { uniqueId } from '../../../core/unique-id';
import { memoryLimit, memorySpool, type Spool } from './spool';

const prefix = 'ingest-';
const lockName = (folder: string) => `lensmith-${folder}`;

const isQuota = (error: unknown) => (error as Error | null)?.name === 'QuotaExceededError';

/** In the origin's private file system, or in memory, up to a limit, where there is none. */
export async function openSpool(): Promise<Spool> {
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  if (!root) return memorySpool(memoryLimit);
  await sweep(root);
  return diskSpool(root);
}

/** Each import has a folder of its own and holds a lock of that name while it lives. */
async function diskSpool(root: FileSystemDirectoryHandle): Promise<Spool> {
  const folder = `${prefix}${uniqueId()}`;
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
