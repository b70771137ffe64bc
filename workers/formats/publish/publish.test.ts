import { zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, it, test } from 'vitest';
import type { PublishOptions, PublishProgress } from '../../../core/contract/publish';
import { type HubHost, sha256, startHub } from '../../../e2e/hub-host';
import { publish } from './publish';

const never = new AbortController().signal;
const options: PublishOptions = {
  token: 'hf_right',
  repo: 'me/pets-resnet18',
  private: true,
  space: false,
};

const bytes = (text: string) => new TextEncoder().encode(text);
const weights = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251);
const content = {
  'README.md': bytes('---\nlicense: apache-2.0\n---\nPets'),
  'labels.json': bytes('["cat", "dog"]'),
  'preprocess.json': bytes('{}'),
  'index.html': bytes('<!doctype html>'),
  'sw.js': bytes('export {}'),
  'predict.py': bytes('print()'),
  'runtime/demo.js': bytes('export {}'),
  'tfjs/model.json': bytes('{}'),
  'tfjs/group1-shard1of1.bin': weights.subarray(0, 1000),
  'model.safetensors': weights,
};
const bundle = new Blob([zipSync(content, { level: 0 }) as Uint8Array<ArrayBuffer>]);

let hub: HubHost;
beforeAll(async () => {
  hub = await startHub();
  hub.tokens.set('hf_right', { name: 'me', role: 'write', orgs: ['zoo'] });
  hub.tokens.set('hf_reader', { name: 'me', role: 'read' });
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.repos.clear();
  hub.brokenUploads = 0;
});

const push = (
  change: Partial<PublishOptions> = {},
  tell: (p: PublishProgress) => void = () => {},
) => publish({ hubUrl: hub.url }, bundle, { ...options, ...change }, never, tell);

it('arrives byte for byte, as one private repository', async () => {
  const seen: PublishProgress[] = [];
  const published = await push({}, (progress) => seen.push(progress));
  expect(published).toEqual({
    repo: options.repo,
    url: `${hub.url}/${options.repo}`,
    spaceUrl: null,
  });
  const repo = hub.repos.get(options.repo)!;
  expect(repo.private).toBe(true);
  const hashes = (files: Iterable<[string, Uint8Array]>) =>
    Object.fromEntries([...files].map(([path, data]) => [path, sha256(data)]));
  expect(hashes(repo.files)).toEqual(hashes(Object.entries(content)));
  expect(hub.repos.size).toBe(1);
  const total = Object.values(content).reduce((sum, { length }) => sum + length, 0);
  expect(seen.at(-1)).toEqual({ phase: 'uploading', done: total, total });
});

it('adds a static Space with the demo page and what it needs', async () => {
  const { spaceUrl } = await push({ space: true, private: false });
  expect(spaceUrl).toContain('spaces/');
  const space = hub.repos.get(`spaces/${options.repo}`)!;
  expect(space.private).toBe(false);
  const needed = Object.keys(content).filter((path) => !/safetensors|\.py/.test(path));
  expect([...space.files.keys()].sort()).toEqual(needed.sort());
  const card = Buffer.from(space.files.get('README.md')!).toString();
  expect(card).toMatch(/^---\ntitle: "pets-resnet18"\nsdk: static\n/);
  expect(card).toContain(`- ${options.repo}`);
});

test.each([
  ['a token that is none', { token: 'secret' }, 'hubToken'],
  ['a token nobody knows', { token: 'hf_wrong' }, 'hubToken'],
  ['a token that may only read', { token: 'hf_reader' }, 'hubNoWrite'],
  ['somebody else’s name', { repo: 'you/pets' }, 'hubNoWrite'],
  ['a name without an owner', { repo: 'pets' }, 'badOption'],
])('%s is refused, and nothing is made', async (_, change, code) => {
  const error = await push(change).catch((error) => error);
  expect(error).toMatchObject({ code });
  expect(JSON.stringify(error.toWire())).not.toMatch(/hf_(?!right)|secret/);
  expect(hub.repos.size).toBe(0);
});

it('refuses a name that holds something', async () => {
  await push();
  await expect(push()).rejects.toMatchObject({ code: 'hubTaken' });
});

it('goes on under the same name after a broken connection', async () => {
  hub.brokenUploads = 1;
  await expect(push()).rejects.toMatchObject({ code: 'hubUpload' });
  expect(hub.repos.get(options.repo)?.files.size).toBe(0);
  await push();
  expect(hub.repos.get(options.repo)?.files.size).toBe(Object.keys(content).length);
});

it('stops when it is told to', async () => {
  const abort = new AbortController();
  const reason = new Error('stopped');
  const stopped = publish({ hubUrl: hub.url }, bundle, options, abort.signal, ({ phase }) => {
    if (phase === 'creating') abort.abort(reason);
  });
  await expect(stopped).rejects.toBe(reason);
  expect(hub.repos.size).toBe(0);
});

it('goes to an organisation of the user', async () => {
  await push({ repo: 'zoo/pets' });
  expect(hub.repos.has('zoo/pets')).toBe(true);
});
