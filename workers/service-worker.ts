import { clientsClaim } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string }[];
};

// The shell is there after the first visit; an update waits until the user takes it.
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
clientsClaim();
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

const scope = new URL(self.registration.scope).pathname;

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
