import { expect, importFile, shapeFolders, test } from './fixtures';

test('a tiny model of each family trains on WebGPU at every depth', async ({
  app,
  archive,
}, info) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(40)));
  const device = await app.evaluate(() => window.lensmith.device('webgpu'));
  // A report that does not say what ran would hide a silent fall-back.
  console.log(`adapter: ${device.adapter}`);
  info.annotations.push({ type: 'adapter', description: device.adapter });
  expect(device.backend).toBe('webgpu');

  for (const [depth, epochs] of [
    ['last-stage', 4],
    ['all', 10],
  ] as const) {
    const runs = await app.evaluate(
      ({ id, depth, epochs }) =>
        window.lensmith.train({
          dataset: id,
          backbones: ['tiny_resnet', 'tiny_mobilenetv3', 'tiny_efficientnet', 'tiny_vit'],
          depth,
          epochs,
          backend: 'webgpu',
        }),
      { id: dataset?.id as string, depth, epochs },
    );
    expect(runs.map((run) => run.error)).toEqual(runs.map(() => null));
    const best = Math.max(...runs.map((run) => run.test?.accuracy ?? 0));
    // Three classes of equal size: a constant predictor reaches 1/3.
    expect(best).toBeGreaterThan(depth === 'all' ? 0.7 : 0.5);
    expect(new Set(runs.map((run) => run.tags.backend))).toEqual(new Set(['webgpu']));
  }
});
