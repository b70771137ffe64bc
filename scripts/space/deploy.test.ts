import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HubHost, startHub } from '../../e2e/hub-host';
import { deploy } from './deploy';
import { spaceFiles } from './files';

const readme = resolve(import.meta.dirname, '../../deploy/space/README.md');
const accessToken = 'hf_right';
const space = 'me/lensmith';

let hub: HubHost;
beforeEach(async () => {
  hub = await startHub();
  hub.tokens.set(accessToken, { name: 'me', role: 'write' });
});
afterEach(() => hub.close());

/** A built app in a folder: pages, and a file as large as those that do not go through a commit. */
function built(files: Record<string, string | Uint8Array>) {
  const dist = mkdtempSync(join(tmpdir(), 'lensmith-dist-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dist, path, '..'), { recursive: true });
    writeFileSync(join(dist, path), content);
  }
  return spaceFiles(dist, readme);
}

const app = {
  'index.html': '<!doctype html>',
  'assets/index-abc.js': 'export {}',
  'assets/index-abc.js.map': '{}',
  'assets/engine-abc.wasm': new Uint8Array(300_000).map((_, i) => i % 251),
};

test('a Space that is not there is made, and holds what was built', async () => {
  const done = await deploy({ ...{ space, accessToken }, files: built(app), hubUrl: hub.url });
  expect(done).toMatchObject({ created: true, uploaded: 4, removed: [] });
  const there = hub.repos.get(`spaces/${space}`)!;
  expect([...there.files.keys()].sort()).toEqual(
    ['README.md', 'assets/engine-abc.wasm', 'assets/index-abc.js', 'index.html'].sort(),
  );
  expect(there.files.get('assets/engine-abc.wasm')).toEqual(
    Buffer.from(app['assets/engine-abc.wasm']),
  );
  expect(String(there.files.get('README.md'))).toContain('sdk: static');
});

test('a later version replaces the earlier one; a dry run does nothing', async () => {
  const common = { space, accessToken, hubUrl: hub.url };
  await deploy({ ...common, files: built(app) });
  const { 'assets/index-abc.js': _, ...rest } = app;
  const next = built({ ...rest, 'assets/index-def.js': 'export {}' });
  const before = [...hub.repos.get(`spaces/${space}`)!.files.keys()];
  const planned = await deploy({ ...common, files: next, dryRun: true });
  expect(planned.removed).toEqual(['assets/index-abc.js']);
  expect([...hub.repos.get(`spaces/${space}`)!.files.keys()]).toEqual(before);

  expect(await deploy({ ...common, files: next })).toMatchObject({
    created: false,
    removed: ['assets/index-abc.js'],
  });
  const { files } = hub.repos.get(`spaces/${space}`)!;
  expect(files.has('assets/index-abc.js')).toBe(false);
  expect(files.has('assets/index-def.js')).toBe(true);
});

describe('what goes wrong is said with a remedy', () => {
  test('nothing built', () => {
    expect(() => spaceFiles(mkdtempSync(join(tmpdir(), 'lensmith-dist-')), readme)).toThrow(
      'npm run build',
    );
  });
  test.each([
    ['no name', { space: 'lensmith' }, /me\/lensmith/],
    ['no token', { accessToken: '' }, /HF_TOKEN is not set/],
    ['an unknown token', { accessToken: 'hf_wrong' }, /does not know HF_TOKEN/],
    ["somebody else's name", { space: 'you/lensmith' }, /may not write to you\/lensmith/],
    ['no network', { hubUrl: 'http://127.0.0.1:9' }, /could not be reached/],
  ])('%s', async (_, wrong, words) => {
    const right = { space, accessToken, hubUrl: hub.url, files: built(app) };
    await expect(deploy({ ...right, ...wrong })).rejects.toThrow(words);
    expect(hub.repos.size).toBe(0);
  });
});
