import * as Comlink from 'comlink';
import type {
  ImportedDataset,
  ImportFile,
  ImportProgress,
  IngestApi,
} from '../../core/contract/ingest';
import { createWorkerClient } from './worker';

export interface IngestClient {
  /** Rejects with `cancelled` on `signal`; nothing is stored when it rejects. */
  importDataset(
    files: ImportFile[],
    name: string,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<ImportedDataset>;
}

export function createIngestClient(): IngestClient {
  const client = createWorkerClient<IngestApi>(
    () =>
      new Worker(new URL('../../workers/ingest.worker.ts', import.meta.url), {
        type: 'module',
        name: 'ingest',
      }),
  );
  return {
    importDataset: (files, name, onProgress, signal) =>
      client.job(
        (api, job) => api.importDataset(job, files, name, Comlink.proxy(onProgress)),
        signal,
      ),
  };
}
