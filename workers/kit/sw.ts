/** The demo page's service worker: everything is there offline after the first visit. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker extends EventTarget {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

/** The page's own files; put in by scripts/kit.ts. */
declare const __KIT_FILES__: string[];

export {};

const worker = self as unknown as Worker;
const scope = worker.registration.scope;
// Several bundles may lie on one host.
const name = `lensmith-bundle ${scope}`;

worker.addEventListener('install', (event) => {
  (event as Extendable).waitUntil(keepAll().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  (event as Extendable).waitUntil(worker.clients.claim());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event as Fetching;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  (event as Fetching).respondWith(answer(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(name);
  const model = await fetch(new URL('tfjs/model.json', scope));
  const { weightsManifest } = (await model.json()) as { weightsManifest: { paths: string[] }[] };
  const shards = weightsManifest.flatMap(({ paths }) => paths.map((path) => `tfjs/${path}`));
  const described = ['labels.json', 'preprocess.json', 'tfjs/model.json'];
  await cache.addAll(['./', ...__KIT_FILES__, ...described, ...shards].map(absolute));
  // Prediction can do without these.
  await Promise.allSettled(['lensmith.json', 'README.md'].map((f) => cache.add(absolute(f))));
}

const absolute = (path: string) => new URL(path, scope).href;

/** From the network, so that a new bundle in the same place is seen at once; else as it was kept. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(name);
  try {
    const response = await fetch(request);
    if (response.status === 200) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
