import { MessageChannel, type MessagePort } from 'node:worker_threads';
import * as Comlink from 'comlink';
// @ts-expect-error Comlink ships this module's types under a name TypeScript does not look for.
import nodeEndpointUntyped from 'comlink/dist/esm/node-adapter.mjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LensmithError } from '../../core/errors';
import { createWorkerClient } from './worker';

const nodeEndpoint = nodeEndpointUntyped as (port: MessagePort) => Comlink.Endpoint;

/** A worker whose other side runs here, over a real message channel and the real Comlink. */
class LocalWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  readonly #endpoint = nodeEndpoint(this.#channel.port1);
  terminated = false;

  constructor(api: object) {
    super();
    Comlink.expose(api, nodeEndpoint(this.#channel.port2));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#endpoint.postMessage(message, transfer);
  }

  override addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    if (type === 'message') this.#endpoint.addEventListener(type, listener);
    else super.addEventListener(type, listener);
  }

  override removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    if (type === 'message') this.#endpoint.removeEventListener(type, listener);
    else super.removeEventListener(type, listener);
  }

  terminate(): void {
    this.terminated = true;
    this.#channel.port1.close();
  }
}

class Api {
  cancelled: string[] = [];
  #stop: (() => void) | null = null;
  double(value: number): number {
    if (value < 0) throw new LensmithError('badOption', { option: 'value', value, allowed: '0+' });
    return value * 2;
  }
  /** Ends only when cancelled, and then only where it listens. */
  long(_job: string, listens: boolean): Promise<string> {
    return new Promise((_, reject) => {
      this.#stop = () => listens && reject(new LensmithError('cancelled'));
    });
  }
  cancel(job: string): void {
    this.cancelled.push(job);
    this.#stop?.();
  }
}

let workers: LocalWorker[] = [];
let prepared = 0;
const makeClient = () =>
  createWorkerClient<Api>(
    () => {
      const worker = new LocalWorker(new Api());
      workers.push(worker);
      return worker as unknown as Worker;
    },
    async () => {
      prepared += 1;
    },
  );

beforeEach(() => {
  workers = [];
  prepared = 0;
});
afterEach(() => {
  for (const worker of workers) if (!worker.terminated) worker.terminate();
});

test('starts one worker at the first call, prepares it once, and carries errors across', async () => {
  const client = makeClient();
  expect(workers).toHaveLength(0);
  expect(await client.call((api) => api.double(21))).toBe(42);
  const fault = await client.call((api) => api.double(-1)).catch((error) => error);
  expect(fault).toBeInstanceOf(LensmithError);
  expect(fault).toMatchObject({ code: 'badOption', context: { value: -1 } });
  expect([workers.length, prepared]).toEqual([1, 1]);
});

test('a crash rejects what is pending, and the next call starts afresh', async () => {
  const client = makeClient();
  await client.call((api) => api.double(1));
  const pending = client.job((api, job) => api.long(job, true), new AbortController().signal);
  workers[0]?.dispatchEvent(new Event('error'));
  await expect(pending).rejects.toMatchObject({ code: 'workerCrashed' });
  expect(workers[0]?.terminated).toBe(true);
  expect(await client.call((api) => api.double(2))).toBe(4);
  expect([workers.length, prepared]).toEqual([2, 2]);
});

test('an aborted job is cancelled at its next batch and the worker stays', async () => {
  const client = makeClient();
  const stop = new AbortController();
  const job = client.job((api, id) => api.long(id, true), stop.signal);
  await client.call((api) => api.double(1));
  stop.abort();
  await expect(job).rejects.toMatchObject({ code: 'cancelled' });
  expect(workers[0]?.terminated).toBe(false);
});

test('a worker that does not hear is ended in the end', async () => {
  const client = makeClient();
  const stop = new AbortController();
  const job = client.job((api, id) => api.long(id, false), stop.signal);
  job.catch(() => {});
  await client.call((api) => api.double(1));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  stop.abort();
  await vi.advanceTimersByTimeAsync(8_000);
  vi.useRealTimers();
  await expect(job).rejects.toMatchObject({ code: 'cancelled' });
  expect(workers[0]?.terminated).toBe(true);
});

test('a job whose signal is aborted already never starts a worker', async () => {
  const client = makeClient();
  const job = client.job((api, id) => api.long(id, true), AbortSignal.abort());
  await expect(job).rejects.toMatchObject({ code: 'cancelled' });
  expect(workers).toHaveLength(0);
});
