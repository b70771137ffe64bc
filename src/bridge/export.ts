import * as Comlink from 'comlink';
import type { ExportProgress, ExportRequest, ExportResult } from '../../core/contract/export';
import type { FormatsApi } from '../../core/contract/formats';
import type { WorkerClient } from './worker';

/** See ExportApi; stopped by `signal`. */
export function exportModel(
  formats: WorkerClient<FormatsApi>,
  runId: string | 'best',
  request: ExportRequest,
  target: FileSystemFileHandle | null,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  return formats.job(
    (api, job) => api.export(job, runId, request, target, Comlink.proxy(onProgress)),
    signal,
  );
}
