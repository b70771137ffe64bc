import {
  downloadFile,
  type FileDownloadInfoOutput,
  fileDownloadInfo,
  modelInfo,
} from '@huggingface/hub';
import type { HubWeights } from '../../../core/contract/backbones';
import { LensmithError } from '../../../core/errors';
import { hubRepository } from '../../../core/hub-name';
import { architectures } from '../../../model-zoo/architectures';
import { describe, isRecord } from '../import/described';
import type { HubContext } from './context';
import { hubFetch } from './hub-fetch';
import { arrivedBytes } from './pieces';

export const weightsFile = 'model.safetensors';
const configFile = 'config.json';

const known = Object.keys(architectures)
  .filter((name) => !name.startsWith('tiny_'))
  .join(', ');

/** What the Hub says, and what its client wants to know for the download. */
export interface Found {
  weights: HubWeights;
  config: Record<string, unknown>;
  file: FileDownloadInfoOutput;
}

/** See BackbonesApi.hubWeights. */
export async function lookup(
  { store, hubUrl }: HubContext,
  name: string,
  signal?: AbortSignal,
): Promise<Found> {
  const repo = repoName(name);
  const asked = { repo, hubUrl, fetch: hubFetch({ repo, signal }) };
  const info = await modelInfo({ ...asked, name: repo, additionalFields: ['cardData', 'sha'] });
  const revision = info.sha;
  const pinned = { ...asked, revision };
  const [text, file] = await Promise.all([
    downloadFile({ ...pinned, path: configFile, xet: false }).then((blob) => blob?.text()),
    fileDownloadInfo({ ...pinned, path: weightsFile }),
  ]);
  if (text === undefined) throw new LensmithError('hubNotFound', { repo, file: configFile });
  if (!file) throw new LensmithError('hubNotFound', { repo, file: weightsFile });
  const config = parsed(text, repo);
  const { architecture, preprocessing } = describe({}, config, repo);
  if (architecture === null || !Object.hasOwn(architectures, architecture)) {
    const context = { architecture: architecture ?? repo, known };
    throw new LensmithError('architectureUnknown', context);
  }
  if (!preprocessing) {
    const reason = `its ${configFile} does not say how pictures are prepared`;
    throw new LensmithError('importDescription', { file: repo, reason });
  }
  const sha256 = file.etag.replace(/^W\//, '').replaceAll('"', '');
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new LensmithError('hubFailed', { reason: `no SHA-256 of ${weightsFile}` });
  }
  const stated = info.cardData?.license;
  const weights: HubWeights = {
    ...{ repo, architecture, revision, preprocessing, sha256 },
    licence: typeof stated === 'string' ? stated : (stated?.[0] ?? null),
    bytes: file.size,
    otherwise: cropMode(config) === 'center' ? null : 'cropMode',
    arrived: await arrivedBytes(store, { repo, sha256 }),
  };
  return { weights, config, file };
}

function repoName(text: string): string {
  const name = hubRepository(text);
  if (name !== null) return name;
  const allowed = 'a name like timm/resnet18.a1_in1k';
  throw new LensmithError('badOption', { option: 'repository', value: text, allowed });
}

function parsed(config: string, repo: string): Record<string, unknown> {
  let value: unknown = null;
  try {
    value = JSON.parse(config);
  } catch {
    // Said below.
  }
  if (isRecord(value)) return value;
  throw new LensmithError('importDescription', {
    file: repo,
    reason: `its ${configFile} is not JSON`,
  });
}

function cropMode(config: Record<string, unknown>): unknown {
  const cfg = isRecord(config.pretrained_cfg) ? config.pretrained_cfg : config;
  return cfg.crop_mode ?? 'center';
}
