import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AutomlResult } from '../scripts/automl/result';
import { readTable } from '../workers/ingest/layout/table';
import { expect, hueFolders, shapeFolders, test } from './fixtures';
import { drawHue } from './pictures';

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
  const bundled = (name: string) =>
    JSON.parse(readFileSync(join(info.outputDir, 'out', 'bundle', name), 'utf8'));
  expect(bundled('lensmith.json').run.id).toBe(result.best);
  expect(bundled('labels.json')).toEqual(result.dataset.classes);
  expect(bundled('tfjs/model.json').format).toBe('graph-model');
  expect(
    bundled('certificate.json').checks.map(({ passed }: { passed: boolean }) => passed),
  ).toEqual([true, true, true]);
});

test('--predict answers a ZIP with the chosen run and writes a CSV', async ({ archive }, info) => {
  const at = (name: string) => join(info.outputDir, name);
  const more = archive('more.zip', {
    ...hueFolders(2, 700),
    '=loose.png': drawHue('red', 800),
    'broken.png': drawHue('red', 801).slice(0, 50),
  });
  const train = [
    archive('hues.zip', hueFolders(12)),
    ...'--backbones tiny_resnet,tiny_vit --preset quick --seed 1 --backend wasm'.split(' '),
  ];
  const predict = ['--predict', more, '--csv', at('deep/out.csv')];
  const { stdout } = await automl(
    ...[...train, ...predict, '--run', 'tiny_vit', '--json', at('result.json')],
  );
  const result = JSON.parse(readFileSync(at('result.json'), 'utf8')) as AutomlResult;
  const [header, ...rows] = readTable(new Uint8Array(readFileSync(at('deep/out.csv'))));
  expect(header?.[0]).toBe('file');
  expect(rows).toHaveLength(8);
  expect(rows.at(-2)?.[0]).toBe("'=loose.png");
  expect(rows.at(-1)?.at(-1)).toBe('undecodable');
  const labelled = rows.filter((row) => row[8] !== '');
  const right = labelled.filter((row) => row[2] === row[8]).length;
  expect(result.predict).toMatchObject({ images: 7, failed: 1, csv: at('deep/out.csv') });
  expect(result.predict?.run).toMatch(/^tiny_vit-head/);
  expect(result.predict?.accuracy).toBeCloseTo(right / 6, 10);
  expect(stdout).toContain('7 pictures predicted');

  // A run that this training has not made: what was trained is told all the same.
  const unknown = automl(...train, ...predict, '--run', 'resnet18', '--json', at('kept.json'));
  await expect(unknown).rejects.toMatchObject({ code: 1, stderr: /tiny_resnet-head/ });
  const kept = JSON.parse(readFileSync(at('kept.json'), 'utf8')) as AutomlResult;
  expect(kept.runs).toHaveLength(2);
  expect(kept.predict).toBeUndefined();
});

test('--predict finds out what is wrong before anything is trained', async ({ archive }) => {
  const train = archive('shapes.zip', shapeFolders(8));
  const bad = archive('more.zip', {});
  writeFileSync(bad, 'no archive');
  const csv = ['--csv', 'never.csv'];
  await expect(automl(train, '--predict', bad, ...csv)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: /more\.zip is not a ZIP archive/,
  });
  await expect(automl(train, '--predict', 'gone.zip', ...csv)).rejects.toMatchObject({ code: 2 });
  await expect(automl(train, ...csv)).rejects.toMatchObject({ code: 2, stderr: /--predict/ });
  await expect(automl(train, '--predict', bad)).rejects.toMatchObject({ code: 2 });
});

test('the command fails with a remedy on what cannot be trained on', async ({ archive }) => {
  const bad = archive('bad.zip', {});
  writeFileSync(bad, 'no archive');
  await expect(automl(bad)).rejects.toMatchObject({ code: 1, stderr: /not a ZIP/ });
  await expect(automl('missing.zip')).rejects.toMatchObject({ code: 2 });
  await expect(automl(bad, '--depth', 'deep')).rejects.toMatchObject({ code: 2, stderr: /head/ });
});
