import type { Page } from '@playwright/test';
import { expect, importFile, shapeFolders, test } from './fixtures';

// The software adapter compiles every shader on the processor: seconds for each new shape.
test.setTimeout(9 * 60_000);

async function train(page: Page, dataset: string, backbone: string, depth: 'last-stage' | 'all') {
  const runs = await page.evaluate(
    ({ dataset, backbone, depth }) =>
      window.lensmith.train({
        dataset,
        backbones: [backbone],
        depth,
        epochs: depth === 'all' ? 8 : 3,
        learningRate: 2e-3,
        backend: 'webgpu',
      }),
    { dataset, backbone, depth },
  );
  expect(runs.map((run) => run.error)).toEqual([null]);
  expect(runs[0].tags['device.backend']).toBe('webgpu');
  return runs[0];
}

test('tiny models train on WebGPU, to a number a constant predictor cannot reach', async ({
  app,
  archive,
}, info) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(36)));
  const device = await app.evaluate(() => window.lensmith.device('webgpu'));
  // A report that does not say what ran would hide a silent fall-back.
  console.log(`adapter: ${device.adapter}`);
  info.annotations.push({ type: 'adapter', description: device.adapter });
  expect(device.backend).toBe('webgpu');

  const id = dataset?.id as string;
  const whole = await train(app, id, 'tiny_resnet', 'all');
  // Three classes of equal size: a constant predictor reaches 1/3.
  expect(whole.test?.accuracy).toBeGreaterThan(0.6);
  const stage = await train(app, id, 'tiny_mobilenetv3', 'last-stage');
  expect(stage.validation?.accuracy).toBeGreaterThan(0.4);

  const answer = await app.evaluate(async (id) => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')?.fillRect(16, 16, 30, 30);
    return window.lensmith.predict(id, await canvas.convertToBlob());
  }, whole.id);
  expect(answer.predictions.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1, 4);
});
