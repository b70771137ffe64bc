import type { FormatsApi } from '../../core/contract/formats';
import { openStore, type Store } from '../../core/store';
import { createFormatsClient } from '../bridge/formats';
import { createIngestClient, type IngestClient } from '../bridge/ingest';
import { createTrainerClient, type TrainerClient } from '../bridge/trainer';
import type { WorkerClient } from '../bridge/worker';

/** What the states stand on: the store and the workers. Made once for a page. */
export interface Services {
  /** Rejects with a LensmithError where the browser refuses storage. */
  store: Promise<Store>;
  ingest: IngestClient;
  trainer: TrainerClient;
  formats: WorkerClient<FormatsApi>;
}

export function createServices(): Services {
  const store = openStore();
  store.catch(() => {});
  return {
    store,
    ingest: createIngestClient(),
    trainer: createTrainerClient(),
    formats: createFormatsClient(),
  };
}
