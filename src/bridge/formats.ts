import type { FormatsApi } from '../../core/contract/formats';
import { baseUrl } from './base-url';
import { createWorkerClient, type WorkerClient } from './worker';

/** The worker that writes exports and reads them back; started at its first call. */
export function createFormatsClient(): WorkerClient<FormatsApi> {
  return createWorkerClient<FormatsApi>(
    () =>
      new Worker(new URL('../../workers/formats.worker.ts', import.meta.url), {
        type: 'module',
        name: 'formats',
      }),
    (api) => api.open({ baseUrl: baseUrl() }),
  );
}
