import * as Comlink from 'comlink';
import type { JobId } from '../../core/contract/job';
import { installErrorTransfer } from '../../core/contract/wire';
import { LensmithError } from '../../core/errors';
import { uniqueId } from '../../core/unique-id';

installErrorTransfer();

/** How long a cancelled job may take to reach its next batch before its worker is ended. */
const CANCEL_PATIENCE_MS = 8_000;

export interface WorkerClient<Api> {
  /**
   * Calls the worker, starting it where needed. Rejects with workerCrashed when it dies meanwhile;
   * the next call starts a fresh one.
   */
  call<T>(use: (api: Comlink.Remote<Api>) => Promise<T>): Promise<T>;
  /**
   * A long call. On `signal` the job is cancelled at its next batch; a worker that does not
   * answer in time is ended and the call rejects with `cancelled`.
   */
  job<T>(
    use: (api: Comlink.Remote<Api>, job: JobId) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  end(): void;
}

interface Live<Api> {
  worker: Worker;
  api: Comlink.Remote<Api>;
  /** Rejects when the worker dies; never resolves. */
  death: Promise<never>;
  die(error: LensmithError): void;
}

/**
 * One worker, started at its first call. `prepare` runs once for each worker started, before any
 * call reaches it.
 */
export function createWorkerClient<Api extends { cancel(job: JobId): void }>(
  start: () => Worker,
  prepare?: (api: Comlink.Remote<Api>) => Promise<unknown>,
): WorkerClient<Api> {
  let live: Live<Api> | null = null;
  let prepared: Promise<unknown> = Promise.resolve();

  function get(): Live<Api> {
    if (live) return live;
    const worker = start();
    const api = Comlink.wrap<Api>(worker);
    let reject: (error: LensmithError) => void = () => {};
    const death = new Promise<never>((_, refuse) => {
      reject = refuse;
    });
    death.catch(() => {});
    const made: Live<Api> = {
      worker,
      api,
      death,
      die(error) {
        if (live === made) live = null;
        worker.terminate();
        reject(error);
      },
    };
    // An exception inside a call comes back as its answer; one that lands here ended the script.
    worker.addEventListener('error', (event) =>
      made.die(new LensmithError('workerCrashed', {}, { cause: event.error ?? event.message })),
    );
    worker.addEventListener('messageerror', () => made.die(new LensmithError('workerCrashed')));
    live = made;
    prepared = prepare ? prepare(api) : Promise.resolve();
    prepared.catch(() => {});
    return made;
  }

  async function call<T>(use: (api: Comlink.Remote<Api>) => Promise<T>): Promise<T> {
    const current = get();
    return Promise.race([prepared.then(() => use(current.api)), current.death]);
  }

  async function job<T>(
    use: (api: Comlink.Remote<Api>, job: JobId) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    if (signal.aborted) throw new LensmithError('cancelled');
    const id: JobId = uniqueId();
    const current = get();
    let patience: ReturnType<typeof setTimeout> | undefined;
    const onAbort = () => {
      // Comlink cannot see that `cancel` of a generic Api is a method.
      const { cancel } = current.api as unknown as { cancel(job: JobId): Promise<void> };
      cancel(id).catch(() => {});
      patience = setTimeout(() => current.die(new LensmithError('cancelled')), CANCEL_PATIENCE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([prepared.then(() => use(current.api, id)), current.death]);
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    call,
    job,
    end: () => live?.die(new LensmithError('cancelled')),
  };
}
