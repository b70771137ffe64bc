import { proxy } from 'comlink';
import type { FormatsApi } from '../../core/contract/formats';
import type { Published, PublishOptions, PublishProgress } from '../../core/contract/publish';
import type { WorkerClient } from './worker';

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
