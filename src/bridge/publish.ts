import { proxy } from 'comlink';
import type { ExportProgress, ExportResult } from '../../core/contract/export';
import type { FormatsApi } from '../../core/contract/formats';
import type { Published, PublishOptions, PublishProgress } from '../../core/contract/publish';
import { LensmithError } from '../../core/errors';
import type { WorkerClient } from './worker';

/** A run's bundle, as an export gives it, on the private file system. */
export async function makeBundle(
  formats: WorkerClient<FormatsApi>,
  runId: string,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const { file } = await formats.job(
    async (api, job): Promise<ExportResult> =>
      await api.export(job, runId, { format: 'bundle' }, null, proxy(onProgress)),
    signal,
  );
  if (!file) throw new LensmithError('internal', { detail: 'no bundle came back' });
  return file;
}

/** See PublishApi.publish. */
export function publishBundle(
  formats: WorkerClient<FormatsApi>,
  bundle: Blob,
  options: PublishOptions,
  onProgress: (progress: PublishProgress) => void,
  signal: AbortSignal,
): Promise<Published> {
  return formats.job(
    (api, job) => api.publish(job, bundle, options, proxy(onProgress)) as Promise<Published>,
    signal,
  );
}
