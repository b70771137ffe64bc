import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, expect, it, test } from 'vitest';
import type { DownloadProgress } from '../../../core/contract/backbones';
import { fillDisk, keysIn, storesForTests } from '../../../core/store/testing';
import type { Store } from '../../../core/store/types';
import { type HubHost, startHub } from '../../../e2e/hub-host';
import { checkpoint, pretrainedCfg, tinyRepo } from '../../../e2e/hub-weights';
import { fillParameters } from '../../../model-zoo/golden/fill';
import { backboneGraph, starterBackbones } from '../../../model-zoo/zoo';
import { listBackbones, storedParameters } from '../../backbones/stored';
import { listWeights } from './backbones';
import { download } from './download';
import { lookup } from './lookup';
import { partialDownloads } from './pieces';

const open = storesForTests();
const repo = 'timm/tiny_resnet.test_in1k';
const size = checkpoint('tiny_resnet').length;
const pieceBytes = 32_768;
const never = new AbortController().signal;

let hub: HubHost;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.repos.clear();
  hub.repos.set(repo, tinyRepo('tiny_resnet'));
  hub.requests.length = 0;
  hub.cuts = [];
  hub.announced = null;
});

function get(store: Store, name = repo, signal = never, onProgress: Tell = () => {}) {
  return download({ store, hubUrl: hub.url }, name, signal, onProgress, pieceBytes);
}
type Tell = (progress: DownloadProgress) => void;

/** What was asked for of the weights themselves. */
const ranges = () => hub.requests.filter((line) => line.includes('/cdn/'));

it('is asked about before it is fetched', async () => {
  const store = await open();
  const { weights } = await lookup({ store, hubUrl: hub.url }, ` https://huggingface.co/${repo}/ `);
  expect(weights).toMatchObject({
    ...{ repo, architecture: 'tiny_resnet', licence: 'apache-2.0', bytes: size, arrived: 0 },
    preprocessing: {
      ...{ inputSize: [32, 32], cropPct: 0.95, interpolation: 'bilinear' },
      ...{ mean: pretrainedCfg.mean, std: pretrainedCfg.std },
    },
    otherwise: null,
  });
  expect(ranges()).toEqual([]);
});

it('has the licence that its card states, or else its config.json', async () => {
  const store = await open();
  const licence = async () => (await lookup({ store, hubUrl: hub.url }, repo)).weights.licence;
  hub.repos.set(repo, { ...tinyRepo('tiny_resnet', undefined, { license: 'mit' }) });
  expect(await licence()).toBe('apache-2.0');
  hub.repos.get(repo)!.licence = undefined;
  expect(await licence()).toBe('mit');
  hub.repos.set(repo, { ...tinyRepo('tiny_resnet'), licence: undefined });
  expect(await licence()).toBeNull();
});

it('says what it crops otherwise than its config.json asks', async () => {
  const store = await open();
  hub.repos.set(repo, tinyRepo('tiny_resnet', undefined, { crop_mode: 'squash' }));
  const { weights } = await lookup({ store, hubUrl: hub.url }, repo);
  expect(weights.otherwise).toBe('cropMode');
});

it('is kept with what its config.json says, without its classifier', async () => {
  const store = await open('kept');
  const seen: DownloadProgress[] = [];
  const card = await get(store, repo, never, (progress) => seen.push(progress));
  expect(card).toMatchObject({
    id: 'tiny_resnet.test_in1k',
    title: 'Tiny ResNet, test_in1k',
    weights: { kind: 'stored', source: repo, licence: 'apache-2.0' },
    preprocessing: { cropPct: 0.95, interpolation: 'bilinear' },
  });
  expect(await storedParameters(store, card)).toEqual(fillParameters(backboneGraph(card)));
  expect(ranges()).toHaveLength(Math.ceil(size / pieceBytes));
  expect(seen.filter(({ phase }) => phase === 'downloading').at(-1)).toMatchObject({ done: size });
  const done = seen
    .map(({ done }) => done)
    .slice(
      0,
      seen.findIndex((p) => p.phase !== 'downloading'),
    );
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect((await keysIn('kept')).artifacts).toEqual([
    `backbone/${card.id}/card`,
    `backbone/${card.id}/weights`,
  ]);
});

it.each(['F16', 'BF16'] as const)('reads weights stored as %s', async (dtype) => {
  hub.repos.set(repo, tinyRepo('tiny_resnet', checkpoint('tiny_resnet', dtype)));
  const store = await open();
  const card = await get(store);
  const exact = fillParameters(backboneGraph(card));
  const bits = dtype === 'F16' ? 11 : 8;
  for (const [name, { data }] of await storedParameters(store, card)) {
    const wanted = exact.get(name)!.data;
    // Half a unit in the last place, and float16's smallest step below its normal range.
    data.forEach((value, i) => {
      const step = Math.max(Math.abs(wanted[i]!) * 2 ** -bits, 2 ** -25);
      expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(step);
    });
  }
});

it('goes on where the connection broke, asking only for what is missing', async () => {
  const store = await open();
  hub.cuts = [2.5 * pieceBytes, 0];
  await expect(get(store)).rejects.toMatchObject({ code: 'hubOffline' });
  expect(await partialDownloads(store)).toMatchObject([
    { repo, arrived: 2 * pieceBytes, bytes: size },
  ]);
  const { weights } = await lookup({ store, hubUrl: hub.url }, repo);
  expect(weights.arrived).toBe(2 * pieceBytes);

  hub.cuts = [];
  hub.requests.length = 0;
  const seen: DownloadProgress[] = [];
  const card = await get(store, repo, never, (progress) => seen.push(progress));
  expect(ranges()).toHaveLength(Math.ceil(size / pieceBytes) - 2);
  expect(ranges()[0]).toContain(`bytes=${2 * pieceBytes}-`);
  expect(seen[0]!.done).toBeGreaterThanOrEqual(2 * pieceBytes);
  expect(await storedParameters(store, card)).toEqual(fillParameters(backboneGraph(card)));
  expect(await partialDownloads(store)).toEqual([]);
});

it('tries again by itself while the connection brings something', async () => {
  const store = await open();
  hub.cuts = [2.5 * pieceBytes, 1.5 * pieceBytes];
  expect((await get(store)).id).toBe('tiny_resnet.test_in1k');
  expect(ranges()).toHaveLength(Math.ceil(size / pieceBytes) + 2);
});

it('stops when it is told to, and keeps what has arrived', async () => {
  const store = await open();
  const abort = new AbortController();
  const reason = new Error('stopped');
  const stopped = get(store, repo, abort.signal, ({ done }) => {
    if (done >= pieceBytes) abort.abort(reason);
  });
  await expect(stopped).rejects.toBe(reason);
  const [partial] = await partialDownloads(store);
  expect(partial?.arrived).toBeGreaterThanOrEqual(pieceBytes);
  expect(await listBackbones(store)).toEqual([]);
});

it('throws away what does not have the Hub’s hash', async () => {
  const store = await open();
  hub.announced = 'f'.repeat(64);
  await expect(get(store)).rejects.toMatchObject({ code: 'hubHash' });
  expect(await store.artifacts.names('')).toEqual([]);
});

it('forgets the pieces of an older revision', async () => {
  const store = await open();
  hub.cuts = [2 * pieceBytes, 0];
  await expect(get(store)).rejects.toMatchObject({ code: 'hubOffline' });
  hub.cuts = [];
  const newer = checkpoint('tiny_resnet', 'F32', (tensors) => tensors.get('fc.bias')!.data.fill(1));
  hub.repos.set(repo, tinyRepo('tiny_resnet', newer));
  await get(store);
  expect(await partialDownloads(store)).toEqual([]);
});

test.each([
  ['a repository that is not there', 'timm/none', 'hubNoRepository'],
  ['a repository behind a login', 'timm/gated', 'hubDenied'],
  ['a repository without weights', 'timm/empty', 'hubNotFound'],
  ['an architecture that is unknown', 'timm/convnext_tiny.in1k', 'architectureUnknown'],
  ['a crop that cannot be', 'timm/odd', 'importDescription'],
  ['a name that is none', 'resnet18', 'badOption'],
])('%s is refused before anything is fetched', async (_, name, code) => {
  const store = await open();
  hub.repos.set('timm/gated', { ...tinyRepo('tiny_resnet'), gated: true });
  hub.repos.set('timm/empty', { files: new Map() });
  const unknown = tinyRepo('tiny_resnet');
  const config = JSON.stringify({ architecture: 'convnext_tiny', pretrained_cfg: pretrainedCfg });
  unknown.files.set('config.json', new TextEncoder().encode(config));
  hub.repos.set('timm/convnext_tiny.in1k', unknown);
  hub.repos.set('timm/odd', tinyRepo('tiny_resnet', undefined, { crop_pct: -1 }));
  await expect(get(store, name)).rejects.toMatchObject({ code });
  expect(ranges()).toEqual([]);
});

it('names the first tensor that does not fit, with both shapes', async () => {
  const store = await open();
  hub.repos.set(repo, tinyRepo('tiny_resnet', checkpoint('tiny_vit')));
  await expect(get(store)).rejects.toMatchObject({
    code: 'weightsMismatch',
    context: { tensor: 'conv1.weight', found: 'nothing' },
  });
  const wider = checkpoint('tiny_resnet', 'F32', (tensors) =>
    tensors.set('bn1.weight', { dtype: 'F32', shape: [3], data: new Float32Array(3) }),
  );
  hub.repos.set(repo, tinyRepo('tiny_resnet', wider));
  await expect(get(store)).rejects.toMatchObject({
    code: 'weightsMismatch',
    context: { tensor: 'bn1.weight', found: '[3]' },
  });
  expect(await store.artifacts.names('')).toEqual([]);
});

it('says so when the disk is full, and keeps what fits for later', async () => {
  const store = await open();
  fillDisk('chunks', 2, 'commit');
  await expect(get(store)).rejects.toMatchObject({ code: 'storageFull' });
  expect(await listBackbones(store)).toEqual([]);
});

it('says so when nobody answers', async () => {
  const store = await open();
  const nobody = { store, hubUrl: 'http://127.0.0.1:9' };
  await expect(lookup(nobody, repo)).rejects.toMatchObject({ code: 'hubOffline' });
});

it('lists what is here and what the Hub has, without asking it', async () => {
  const store = await open();
  const before = await listWeights(store);
  expect(before.architectures.map(({ architecture }) => architecture)).toEqual([
    ...starterBackbones,
    'vit_tiny_patch16_224',
    'vit_base_patch16_224',
  ]);
  for (const { weights, offers } of before.architectures) {
    expect(weights.length + offers.length).toBeGreaterThan(0);
    expect(weights.every(({ kind, used }) => kind === 'starter' && used)).toBe(true);
  }
  expect(hub.requests).toEqual([]);
  await get(store);
  const { architectures } = await listWeights(store);
  const tiny = architectures.find(({ architecture }) => architecture === 'tiny_resnet');
  expect(tiny?.weights).toMatchObject([{ source: repo, used: false, runs: 0 }]);
});
