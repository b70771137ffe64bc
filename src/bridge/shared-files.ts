import { sharedFilesCache } from '../../core/kept-files';

/** A file that another program shared with the app. It outlives a reload until it is released. */
export interface SharedFile {
  file: File;
  /** It has been dealt with: it is kept no longer. */
  release(): void;
}

/** What other programs shared with the app and no other tab has taken. */
export async function takeSharedFiles(): Promise<SharedFile[]> {
  // Both are missing on insecure origins, where nothing can be shared with the app.
  if (!('caches' in globalThis) || !('locks' in navigator)) return [];
  if (!(await caches.has(sharedFilesCache))) return [];
  const cache = await caches.open(sharedFilesCache);
  const taken = await Promise.all((await cache.keys()).map(({ url }) => takeOne(cache, url)));
  return taken.flatMap((one) => one ?? []);
}

/** Null where another tab has it. */
function takeOne(cache: Cache, url: string): Promise<SharedFile | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`lensmith-shared:${url}`, { ifAvailable: true }, async (lock) => {
        const blob = lock && (await (await cache.match(url))?.blob());
        if (!blob) return resolve(null);
        const name = decodeURIComponent(new URL(url).pathname.split('/').pop() ?? '');
        // Held until then, or until this tab is gone: the next one finds the file as it was.
        await new Promise<void>((release) => {
          resolve({ file: new File([blob], name, { type: blob.type }), release });
        });
        await cache.delete(url);
      })
      .catch(reject);
  });
}

interface LaunchQueue {
  setConsumer(
    consumer: (launch: { files?: FileSystemFileHandle[]; targetURL?: string }) => void,
  ): void;
}

/** Files that the system opened with the installed app, now and later; Chromium only. */
export function onOpenedFiles(take: (files: File[]) => void): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files, targetURL }) => {
    // A window that is open already is brought to the front as it is, without going there.
    const { hash } = new URL(targetURL ?? location.href);
    if (hash) location.hash = hash;
    if (!files?.length) return;
    Promise.all(files.map((handle) => handle.getFile())).then(take, () => {});
  });
}
