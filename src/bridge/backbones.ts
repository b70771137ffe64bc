import { proxy } from 'comlink';
import type { BackboneWeights, DownloadProgress } from '../../core/contract/backbones';
import type { FormatsApi } from '../../core/contract/formats';
import type { WorkerClient } from './worker';

/** See BackbonesApi.hubDownload. */
export function downloadBackbone(
  formats: WorkerClient<FormatsApi>,
  repo: string,
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<BackboneWeights> {
  return formats.job((api, job) => api.hubDownload(job, repo, proxy(onProgress)), signal);
}
