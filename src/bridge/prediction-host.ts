import {
  type FromHost,
  type Hello,
  type HostAnswer,
  type HostReady,
  helloType,
  hostLock,
  type RelayedRequest,
  type ToHost,
} from '../../core/contract/prediction-api';
import { toWire } from '../../core/errors';
import { uniqueId } from '../../core/unique-id';

export type Answer = (
  request: RelayedRequest,
  picture: Blob | null,
  signal: AbortSignal,
) => Promise<HostAnswer>;

/**
 * Makes this page the one that answers the service worker, as soon as no other page of this base
 * does, and until it is closed. Works also where the worker does not control the page.
 */
export function hostPredictions(base: string, answer: Answer): void {
  const { serviceWorker, locks } = navigator;
  // Both are missing on insecure origins, where there is no service worker to answer either.
  if (!serviceWorker || !locks) return;
  const alive = `${hostLock(base)} ${uniqueId()}`;
  let elected = false;
  serviceWorker.addEventListener('message', ({ data, ports }: MessageEvent<Hello>) => {
    if (!elected || data?.type !== helloType || data.base !== base || !ports[0]) return;
    serve(ports[0], answer);
    ports[0].postMessage({ alive } satisfies HostReady);
  });
  serviceWorker.startMessages();
  const closed = new Promise<never>(() => {});
  // A lock that is never given back goes with its page, also in a crash.
  void locks.request(alive, () => closed);
  void locks.request(hostLock(base), () => {
    elected = true;
    return closed;
  });
}

function serve(port: MessagePort, answer: Answer): void {
  const running = new Map<number, AbortController>();
  port.onmessage = async ({ data }: MessageEvent<ToHost>) => {
    const { id } = data;
    if ('forget' in data) {
      running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    const said = await answer(data.request, data.picture, controller.signal).catch(
      (error): HostAnswer => ({ error: toWire(error) }),
    );
    running.delete(id);
    if (!controller.signal.aborted) port.postMessage({ id, answer: said } satisfies FromHost);
  };
}
