/** A file with synchronous access, as OPFS gives it to its one owner. */
export interface SyncFile {
  size(): number;
  read(into: Uint8Array, at: number): number;
  /** Throws when the quota is exceeded. */
  write(from: Uint8Array, at: number): void;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** Where feature files live. */
export interface FeatureDisk {
  /** Null when the file cannot be had: no OPFS, or another owner holds it. */
  open(name: string): Promise<SyncFile | null>;
  list(): Promise<{ name: string; bytes: number; modified: number }[]>;
  remove(name: string): Promise<void>;
}

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

/** Removes the files unused longest until the rest fits in `bytes`. */
export async function sweep(disk: FeatureDisk, bytes: number): Promise<void> {
  const files = (await disk.list()).sort((a, b) => b.modified - a.modified);
  let kept = 0;
  for (const file of files) {
    kept += file.bytes;
    if (kept > bytes) await disk.remove(file.name);
  }
}
