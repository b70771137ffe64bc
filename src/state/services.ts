import { openStore, type Store } from '../../core/store';
import { createIngestClient, type IngestClient } from '../bridge/ingest';
import { createTrainerClient, type TrainerClient } from '../bridge/trainer';

/** What the states stand on: the store and the workers. Made once for a page. */
export interface Services {
  /** Rejects with a LensmithError where the browser refuses storage. */
  store: Promise<Store>;
  ingest: IngestClient;
  trainer: TrainerClient;
}

export function createServices(): Services {
  const store = openStore();
  store.catch(() => {});
  return { store, ingest: createIngestClient(), trainer: createTrainerClient() };
}
