import {
  downloadFile,
  type FileDownloadInfoOutput,
  HUB_URL,
  modelInfo,
  pathsInfo,
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
  /** Where model.safetensors lies, as `downloadFile` would find out with one more request. */
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
  const [text, [file]] = await Promise.all([
    downloadFile({ ...pinned, path: configFile, xet: false }).then((blob) => blob?.text()),
    pathsInfo({ ...pinned, paths: [weightsFile] }),
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
  // Headers of a download name its hash only where nothing redirects it.
  if (!file.lfs) throw new LensmithError('hubFailed', { reason: `no SHA-256 of ${weightsFile}` });
  const { oid: sha256, size: bytes } = file.lfs;
  const stated = info.cardData?.license ?? cfgOf(config).license;
  const weights: HubWeights = {
    ...{ repo, architecture, revision, preprocessing, sha256 },
    licence: (Array.isArray(stated) ? stated : [stated]).find(isText) ?? null,
    bytes,
    otherwise: cropMode(config) === 'center' ? null : 'cropMode',
    arrived: await arrivedBytes(store, { repo, sha256 }),
  };
  const url = `${hubUrl ?? HUB_URL}/${repo}/resolve/${revision}/${weightsFile}`;
  return { weights, config, file: { etag: sha256, size: bytes, url } };
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
  return cfgOf(config).crop_mode ?? 'center';
}

/** timm's pretrained_cfg, which older files do not nest. */
function cfgOf(config: Record<string, unknown>): Record<string, unknown> {
  return isRecord(config.pretrained_cfg) ? config.pretrained_cfg : config;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
