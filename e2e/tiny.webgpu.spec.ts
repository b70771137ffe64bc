import type { Page } from '@playwright/test';
import type { Depth } from '../core/run';
import { expect, importFile, test } from './fixtures';
import { drawHue } from './pictures';

// The software adapter compiles every shader on the processor: seconds for each new shape.
test.setTimeout(9 * 60_000);

async function train(page: Page, dataset: string, backbone: string, depth: Depth, epochs: number) {
  const runs = await page.evaluate(
    ({ dataset, backbone, depth, epochs }) =>
      window.lensmith.train({
        dataset,
        backbones: [backbone],
        depth,
        epochs,
        learningRate: 1e-3,
        backend: 'webgpu',
      }),
    { dataset, backbone, depth, epochs },
  );
  expect(runs.map((run) => run.error)).toEqual([null]);
  expect(runs[0].tags['device.backend']).toBe('webgpu');
  return runs[0];
}

function hueFolders(perClass: number): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const hue of ['red', 'green', 'blue'] as const) {
    for (let i = 0; i < perClass; i++) files[`${hue}/${i}.png`] = drawHue(hue, i);
  }
  return files;
}

test('tiny models train on WebGPU, to a number a constant predictor cannot reach', async ({
  app,
  archive,
}, info) => {
  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(36)));
  const device = await app.evaluate(() => window.lensmith.device('webgpu'));
  // A report that does not say what ran would hide a silent fall-back.
  console.log(`adapter: ${device.adapter}`);
  info.annotations.push({ type: 'adapter', description: device.adapter });
  expect(device.backend).toBe('webgpu');

  const id = dataset?.id as string;
  const head = await train(app, id, 'tiny_mobilenetv3', 'head', 30);
  const stage = await train(app, id, 'tiny_resnet', 'last-stage', 6);
  const whole = await train(app, id, 'tiny_mobilenetv3', 'all', 5);
  // Three classes of equal size: a constant predictor reaches 1/3.
  for (const run of [head, stage, whole]) {
    expect(run.validation?.accuracy, run.id).toBeGreaterThan(0.7);
    expect(run.test?.accuracy, run.id).toBeGreaterThan(0.7);
  }

  const answer = await app.evaluate(async (id) => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')?.fillRect(16, 16, 30, 30);
    return window.lensmith.predict(id, await canvas.convertToBlob());
  }, whole.id);
  expect(answer.predictions.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1, 4);
});
