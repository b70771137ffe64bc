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
import { createApi } from './service-worker/api';
import { workerPolicy } from './service-worker/policy';
import { createRelay } from './service-worker/relay';

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

// Before workbox's own listener: who answers first keeps the others from being asked.
self.addEventListener('fetch', (event) => {
  const answer = api(event.request);
  if (answer) event.respondWith(answer);
});

// The shell is there after the first visit; an update waits until the user takes it.
addPlugins([workerPolicy]);
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
clientsClaim();
// Only the shell's own addresses: other pages below the scope stay themselves, and may use the API.
const shell = new RegExp(`^${scope.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(index\\.html)?(\\?|$)`);
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { allowlist: [shell] }));

/**
 * Starter weights and the sample are kept from their first use on. The loader asks for weights by
 * a URL that changes with their SHA-256, so kept ones are never taken for newer ones.
 */
registerRoute(
  ({ url, sameOrigin }) =>
    sameOrigin &&
    (url.pathname.startsWith(`${scope}weights/`) || url.pathname.startsWith(`${scope}samples/`)),
  new CacheFirst({ cacheName: 'lensmith-files-1' }),
);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.wasm'),
  new CacheFirst({ cacheName: 'lensmith-wasm-1' }),
);

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
