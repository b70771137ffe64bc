import * as Comlink from 'comlink';
import type { FormatsApi } from '../../core/contract/formats';
import type {
  ImportedModel,
  ImportModelOptions,
  ModelImportProgress,
} from '../../core/contract/import';
import type { ImportFile } from '../../core/contract/ingest';
import type { WorkerClient } from './worker';

/** See ImportApi; stopped by `signal`. */
export function importModel(
  formats: WorkerClient<FormatsApi>,
  files: ImportFile[],
  options: ImportModelOptions,
  onProgress: (progress: ModelImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportedModel> {
  return formats.job(
    // Comlink gives a union's answer as a union of promises.
    async (api, job) => await api.importModel(job, files, options, Comlink.proxy(onProgress)),
    signal,
  );
}
