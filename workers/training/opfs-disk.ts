import type { FeatureDisk, SyncFile } from './feature-disk';

const FOLDER = 'features';

/** The origin private file system, or null where the browser has none (or denies it). */
export async function opfsDisk(): Promise<FeatureDisk | null> {
  if (!globalThis.navigator?.storage?.getDirectory) return null;
  let folder: FileSystemDirectoryHandle;
  try {
    const root = await navigator.storage.getDirectory();
    folder = await root.getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return null;
  }
  return {
    async open(name) {
      try {
        const file = await folder.getFileHandle(name, { create: true });
        return syncFile(await file.createSyncAccessHandle());
      } catch {
        return null;
      }
    },
    async list() {
      const found = [];
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind !== 'file') continue;
        const file = await (handle as FileSystemFileHandle).getFile();
        found.push({ name, bytes: file.size, modified: file.lastModified });
      }
      return found;
    },
    async remove(name) {
      await folder.removeEntry(name).catch(() => {});
    },
    async free() {
      const { quota = 0, usage = 0 } = await navigator.storage.estimate();
      return Math.max(0, quota - usage);
    },
  };
}

function syncFile(handle: FileSystemSyncAccessHandle): SyncFile {
  return {
    size: () => handle.getSize(),
    read: (into, at) => handle.read(into as Uint8Array<ArrayBuffer>, { at }),
    write(from, at) {
      const written = handle.write(from as Uint8Array<ArrayBuffer>, { at });
      if (written !== from.byteLength) throw new Error('short write: the quota is exceeded');
    },
    truncate: (size) => handle.truncate(size),
    flush: () => handle.flush(),
    close: () => handle.close(),
  };
}
