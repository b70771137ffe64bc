import {
  type FromHost,
  type Hello,
  type HostAnswer,
  type HostReady,
  helloType,
  type RelayedRequest,
  type ToHost,
} from '../../core/contract/prediction-api';
import { LensmithError } from '../../core/errors';

/** What the relay needs of its surroundings. */
export interface Site {
  /** URL of the folder that the app is served from. */
  base: string;
  /** All windows of the origin, also those that the worker does not control. */
  windows(): Promise<readonly { postMessage(hello: Hello, transfer: MessagePort[]): void }[]>;
  /** Whether some page holds the host's lock, or waits for it. */
  isHosted(): Promise<boolean>;
  /** Resolves when nobody holds the lock any more. */
  released(lock: string): Promise<void>;
}

export interface Relay {
  /**
   * The answer of the page that holds the host's lock. Throws apiPageMissing, apiPageClosed (twice
   * in a row) and the signal's reason.
   */
  ask(request: RelayedRequest, picture: Blob | null, signal: AbortSignal): Promise<HostAnswer>;
}

interface Host {
  /** Null when the page is gone. */
  ask(
    request: RelayedRequest,
    picture: Blob | null,
    signal: AbortSignal,
  ): Promise<HostAnswer | null>;
  gone(): boolean;
}

/** Between two rounds of asking: a page that opens or is elected meanwhile hears the next. */
const ROUND_MS = 250;
/** A page may be busy for so long before it counts as missing. */
const FIND_MS = 10_000;

/**
 * The way from the service worker to the page that answers. A worker is stopped and started by the
 * browser as it pleases, and then knows nothing: it asks all windows, and the one host answers.
 */
export function createRelay(site: Site): Relay {
  let host: Host | null = null;
  let search: Promise<Host> | null = null;

  function current(): Promise<Host> {
    if (host && !host.gone()) return Promise.resolve(host);
    // Requests that come at the same time share one search.
    search ??= find(site)
      .then((found) => {
        host = found;
        return found;
      })
      .finally(() => {
        search = null;
      });
    return search;
  }

  return {
    async ask(request, picture, signal) {
      for (let attempt = 0; attempt < 2; attempt++) {
        const page = await current();
        try {
          const answer = await page.ask(request, picture, signal);
          if (answer) return answer;
        } catch (reason) {
          // A page that kept silent is looked for anew by the next request.
          if (host === page) host = null;
          throw reason;
        }
      }
      throw new LensmithError('apiPageClosed', { base: site.base });
    },
  };
}

async function find(site: Site): Promise<Host> {
  const hello: Hello = { type: helloType, base: site.base };
  const asked = new Set<MessagePort>();
  let answered: (host: Host) => void = () => {};
  const found = new Promise<Host>((resolve) => {
    answered = resolve;
  });
  const deadline = Date.now() + FIND_MS;
  try {
    do {
      for (const window of await site.windows()) {
        const { port1, port2 } = new MessageChannel();
        asked.add(port1);
        port1.onmessage = ({ data }: MessageEvent<HostReady>) => {
          asked.delete(port1);
          answered(connect(port1, site.released(data.alive)));
        };
        window.postMessage(hello, [port2]);
      }
      const host = await Promise.race([found, pause(ROUND_MS)]);
      if (host) return host;
    } while (Date.now() < deadline && (await site.isHosted()));
    throw new LensmithError('apiPageMissing', { base: site.base });
  } finally {
    for (const port of asked) port.close();
  }
}

function connect(port: MessagePort, released: Promise<void>): Host {
  const pending = new Map<number, (answer: HostAnswer | null) => void>();
  const send = (message: ToHost) => port.postMessage(message);
  let next = 0;
  let gone = false;
  port.onmessage = ({ data }: MessageEvent<FromHost>) => pending.get(data.id)?.(data.answer);
  // A port does not tell that its other end was closed; the page's lock does, also after a crash.
  void released.then(() => {
    gone = true;
    for (const settle of pending.values()) settle(null);
    port.close();
  });
  return {
    gone: () => gone,
    async ask(request, picture, signal) {
      signal.throwIfAborted();
      if (gone) return null;
      const id = next++;
      return new Promise((resolve, reject) => {
        const forget = () => {
          pending.delete(id);
          send({ id, forget: true });
          reject(signal.reason);
        };
        signal.addEventListener('abort', forget, { once: true });
        pending.set(id, (answer) => {
          pending.delete(id);
          signal.removeEventListener('abort', forget);
          resolve(answer);
        });
        send({ id, request, picture });
      });
    },
  };
}

function pause(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
