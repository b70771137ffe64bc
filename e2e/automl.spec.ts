import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AutomlResult } from '../scripts/automl/result';
import { expect, shapeFolders, test } from './fixtures';

const run = promisify(execFile);
const automl = (...args: string[]) => run('npm', ['run', '--silent', 'automl', '--', ...args]);

test('the command trains, prints the leaderboard and writes the result', async ({
  archive,
}, info) => {
  const json = join(info.outputDir, 'result.json');
  const zip = archive('shapes.zip', {
    ...shapeFolders(20),
    'disc/notes.txt': new Uint8Array([65]),
  });
  const { stdout } = await automl(
    zip,
    ...'--backbones tiny_resnet,tiny_vit --preset best --depth head --minutes 5'.split(' '),
    ...'--seed 1 --backend wasm'.split(' '),
    ...['--json', json, '--out', join(info.outputDir, 'out')],
  );
  const result = JSON.parse(readFileSync(json, 'utf8')) as AutomlResult;
  expect(result.dataset.images).toBe(60);
  expect(result.dataset.classes).toHaveLength(3);
  expect(result.dataset.skipped).toHaveLength(1);
  expect(result.environment.backend).toBe('wasm');
  expect(result).toMatchObject({ preset: 'best', minutes: 5 });
  expect(result.notes.map(({ code }) => code)).toContain('fewTestPictures');
  // Mirrored views belong to `best` at any depth; what they reach is no run.
  expect(result.together.map(({ kind }) => kind)).toContain('flips');
  for (const { runIds, validation, test } of result.together) {
    for (const id of runIds) expect(result.runs.map((r) => r.id)).toContain(id);
    expect(validation.count).toBeGreaterThan(test?.count as number);
  }
  expect(stdout).toMatch(/^together +validation/m);
  expect(result.runs.map((r) => r.backbone).toSorted()).toEqual(['tiny_resnet', 'tiny_vit']);
  expect(result.runs.map((r) => r.id)).toContain(result.best);
  for (const r of result.runs) {
    expect(r.valAccuracy).toBeGreaterThan(0);
    expect(r.testInterval?.[0]).toBeLessThanOrEqual(r.testAccuracy as number);
    expect(r.sizeBytes).toBeGreaterThan(1000);
    expect(r.latencyMs).toBeGreaterThan(0);
    expect(r.calibration?.temperature).toBeGreaterThan(0);
    expect(r.calibration?.threshold).toBeLessThanOrEqual(1);
    expect(stdout).toContain(r.backbone);
  }
  expect(readFileSync(join(info.outputDir, 'out', 'leaderboard.csv'), 'utf8')).toContain(
    result.best,
  );
});

test('the command fails with a remedy on what cannot be trained on', async ({ archive }) => {
  const bad = archive('bad.zip', {});
  writeFileSync(bad, 'no archive');
  await expect(automl(bad)).rejects.toMatchObject({ code: 1, stderr: /not a ZIP/ });
  await expect(automl('missing.zip')).rejects.toMatchObject({ code: 2 });
  await expect(automl(bad, '--depth', 'deep')).rejects.toMatchObject({ code: 2, stderr: /head/ });
});
