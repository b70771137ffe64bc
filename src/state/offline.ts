import { type Accessor, createSignal } from 'solid-js';
import { LensmithError } from '../../core/errors';
import { type KeptFile, keptFilesCache, keptFilesList } from '../../core/kept-files';
import { baseUrl } from '../bridge/base-url';
import { createPace, type Pace } from './pace';

export interface OfflineState {
  /** What is there and what there is to keep, in bytes; null before it is known, or where nothing can be. */
  size: Accessor<{ kept: number; all: number } | null>;
  /** Of the keeping under way. */
  pace: Accessor<Pace | null>;
  error: Accessor<unknown>;
  /** Looks again at what is kept. */
  look(): Promise<void>;
  /** Fetches what is missing; what has come stays when it is stopped or breaks off. */
  keep(): Promise<void>;
  stop(): void;
}

/** Everything beyond the shell that the app may ever fetch from its own host, in the browser's cache. */
export function createOffline(): OfflineState {
  const [size, setSize] = createSignal<{ kept: number; all: number } | null>(null);
  const [pace, setPace] = createSignal<Pace | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  let stopper: AbortController | null = null;

  async function missing(): Promise<KeptFile[]> {
    const response = await fetch(baseUrl() + keptFilesList);
    if (!response.ok) throw new LensmithError('keepingBroken');
    const files: KeptFile[] = await response.json();
    const there = await Promise.all(files.map(({ url }) => caches.match(baseUrl() + url)));
    const left = files.filter((_, index) => !there[index]);
    const sum = (list: KeptFile[]) => list.reduce((total, { bytes }) => total + bytes, 0);
    setSize({ kept: sum(files) - sum(left), all: sum(files) });
    return left;
  }

  return {
    size,
    pace,
    error,
    async look() {
      // Both are missing on insecure addresses, the list while developing.
      if (!('caches' in globalThis) || !navigator.serviceWorker?.controller) return;
      await missing().catch(() => {});
    },
    async keep() {
      if (stopper) return;
      stopper = new AbortController();
      const { signal } = stopper;
      setError(null);
      setPace({ rate: null, remainingSeconds: null });
      const report = createPace();
      try {
        await navigator.storage?.persist?.();
        const left = await missing();
        const cache = await caches.open(keptFilesCache);
        const { kept, all } = size()!;
        let done = kept;
        const count = (bytes: number) => {
          done += bytes;
          setPace(report(done, all));
          setSize({ kept: done, all });
        };
        for (const { url } of left) await keepFile(cache, baseUrl() + url, signal, count);
      } catch (cause) {
        if (!signal.aborted) setError(faultOf(cause));
      } finally {
        stopper = null;
        setPace(null);
        await missing().catch(() => {});
      }
    },
    stop: () => stopper?.abort(),
  };
}

async function keepFile(
  cache: Cache,
  url: string,
  signal: AbortSignal,
  count: (bytes: number) => void,
): Promise<void> {
  // Past the service worker, which would keep it a second time.
  const response = await fetch(url, { signal, cache: 'no-store' });
  if (!response.ok || !response.body) throw new LensmithError('keepingBroken');
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        count(piece.length);
        controller.enqueue(piece);
      },
    }),
  );
  await cache.put(url, new Response(counted, { headers: response.headers }));
}

function faultOf(cause: unknown): LensmithError {
  if (cause instanceof LensmithError) return cause;
  const full = (cause as Error | null)?.name === 'QuotaExceededError';
  return new LensmithError(full ? 'storageFull' : 'keepingBroken', {}, { cause });
}
