import * as Comlink from 'comlink';
import type {
  AddedPictures,
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

  /** Rejects with `cancelled` on `signal`; what was stored by then stays. See IngestApi. */
  addPictures(
    datasetId: string,
    className: string,
    files: ImportFile[],
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<AddedPictures>;
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
    addPictures: (datasetId, className, files, onProgress, signal) =>
      client.job(
        (api, job) => api.addPictures(job, datasetId, className, files, Comlink.proxy(onProgress)),
        signal,
      ),
  };
}
