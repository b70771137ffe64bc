import { clientsClaim } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  matchPrecache,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { hostLock } from '../core/contract/prediction-api';
import { keptFilesCache } from '../core/kept-files';
import { createApi } from './service-worker/api';
import { keepFormer, readOnly, sweep } from './service-worker/former';
import { workerPolicy } from './service-worker/policy';
import { forThisDevice } from './service-worker/precache';
import { createRelay } from './service-worker/relay';
import { createShareTarget } from './service-worker/shared';

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string }[];
};

const base = self.registration.scope;
const scope = new URL(base).pathname;
const { locks } = self.navigator;

const api = createApi({
  base,
  relay: createRelay({
    base,
    windows: () => self.clients.matchAll({ type: 'window', includeUncontrolled: true }),
    async isHosted() {
      const { held = [], pending = [] } = await locks.query();
      return [...held, ...pending].some(({ name }) => name === hostLock(base));
    },
    released: (lock) => locks.request(lock, { mode: 'shared' }, () => {}),
  }),
  openapi: async () =>
    (await matchPrecache('api/openapi.json')) ?? fetch(`${base}api/openapi.json`),
});

const share = createShareTarget(base);

// Before workbox's own listener: who answers first keeps the others from being asked.
self.addEventListener('fetch', (event) => {
  const answer = share(event.request) ?? api(event.request);
  if (answer) event.respondWith(answer);
});

// The shell is there after the first visit; an update waits until the user takes it.
addPlugins([workerPolicy]);
const shellFiles = forThisDevice(self.__WB_MANIFEST);
precacheAndRoute(shellFiles);
cleanupOutdatedCaches();
clientsClaim();
// Only the shell's own addresses: other pages below the scope stay themselves, and may use the API.
const shell = new RegExp(`^${scope.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(index\\.html)?(\\?|$)`);
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { allowlist: [shell] }));

/**
 * Starter weights, the sample and other WebAssembly are kept from their first use on, or from when
 * Settings asks for all of them. Their URLs change with their content (`?v=`, a hash in the name), so
 * kept ones are never taken for newer ones. `no-store` is the page's own way past this.
 */
registerRoute(
  ({ url, sameOrigin, request }) =>
    sameOrigin &&
    request.cache !== 'no-store' &&
    (url.pathname.startsWith(`${scope}weights/`) ||
      url.pathname.startsWith(`${scope}samples/`) ||
      url.pathname.endsWith('.wasm')),
  new CacheFirst({ cacheName: keptFilesCache }),
);

// What tabs of the version before may still ask for.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(`${scope}assets/`),
  new CacheFirst({ cacheName: keptFilesCache, plugins: [workerPolicy, readOnly] }),
);

self.addEventListener('install', (event) => {
  const urls = shellFiles.map((entry) => (typeof entry === 'string' ? entry : entry.url));
  // An update does not fail for it: a tab that misses something says that it is the old one.
  event.waitUntil(keepFormer(base, urls).catch(() => {}));
});

/** When a page has opened and no other one is there that could run another version. */
async function sweepWhenAlone(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ours = windows.filter(({ url }) => url.startsWith(base));
  if (ours.length === 1 && !self.registration.waiting) await sweep(base);
}

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
  if (event.data?.type === 'OPENED') event.waitUntil(sweepWhenAlone());
});
