import { LensmithError } from '../../core/errors';

export interface RequestQueue {
  /**
   * Runs `work` when its turn comes. Throws apiBusy at once where too many wait, and `cancelled`
   * where `signal` is aborted before.
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** At most `atOnce` run and `mostWaiting` wait; more are refused, with a guess of when to come back. */
export function createRequestQueue(
  atOnce: number,
  mostWaiting: number,
  now = () => performance.now(),
): RequestQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  /** Milliseconds of one request, the latest counting most. */
  let usual = 1000;

  function turn(signal: AbortSignal): Promise<void> {
    if (running < atOnce) {
      running++;
      return Promise.resolve();
    }
    if (waiting.length >= mostWaiting) {
      const seconds = Math.max(1, Math.ceil((usual * waiting.length) / atOnce / 1000));
      throw new LensmithError('apiBusy', { waiting: waiting.length, seconds });
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(new LensmithError('cancelled'));
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(start);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async run(work, signal) {
      if (signal.aborted) throw new LensmithError('cancelled');
      await turn(signal);
      const began = now();
      try {
        return await work();
      } finally {
        usual += 0.3 * (now() - began - usual);
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
