import type { WorkboxPlugin } from 'workbox-core';
import { cacheNames } from 'workbox-core';
import { matchPrecache } from 'workbox-precaching';
import { keptFilesCache, keptFilesList } from '../../core/kept-files';

/** Of a strategy that only reads what others have put into its cache. */
export const readOnly: WorkboxPlugin = { cacheWillUpdate: async () => null };

/**
 * Puts aside the scripts of the version before that this one no longer has: the precache drops them as
 * soon as this one takes over, while tabs that still run the old one may yet load a view or a worker.
 */
export async function keepFormer(base: string, wanted: readonly string[]): Promise<void> {
  const now = new Set(wanted.map((url) => new URL(url, base).href));
  const [before, kept] = await Promise.all([
    caches.open(cacheNames.precache),
    caches.open(keptFilesCache),
  ]);
  for (const request of await before.keys()) {
    if (!request.url.startsWith(`${base}assets/`) || now.has(request.url)) continue;
    const response = await before.match(request);
    if (response) await kept.put(request.url, response);
  }
}

/** Removes what earlier versions kept and this one has no use for. */
export async function sweep(base: string): Promise<void> {
  const list = await matchPrecache(keptFilesList);
  if (!list) return;
  const known: { url: string }[] = await list.json();
  const wanted = new Set(known.map(({ url }) => new URL(url, base).href));
  const cache = await caches.open(keptFilesCache);
  const kept = await cache.keys();
  // Where WebAssembly was kept before it had its place with the rest.
  await caches.delete('lensmith-wasm-1');
  await Promise.all(kept.filter(({ url }) => !wanted.has(url)).map((one) => cache.delete(one)));
}
