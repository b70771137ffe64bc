import { sharedFilesCache } from '../../core/kept-files';

/** What other programs shared with the app since it was last asked; they are then the caller's. */
export async function takeSharedFiles(): Promise<File[]> {
  if (!('caches' in globalThis) || !(await caches.has(sharedFilesCache))) return [];
  const cache = await caches.open(sharedFilesCache);
  const requests = await cache.keys();
  const files = await Promise.all(
    requests.map(async (request) => {
      const blob = await (await cache.match(request))?.blob();
      const name = decodeURIComponent(new URL(request.url).pathname.split('/').pop() ?? '');
      return blob ? [new File([blob], name, { type: blob.type })] : [];
    }),
  );
  await caches.delete(sharedFilesCache);
  return files.flat();
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
