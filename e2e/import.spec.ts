import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';
import { tinyBundle, tinyClasses, tinyWeights } from './models';
import { drawHue, hues } from './pictures';

const picture = {
  name: 'new.png',
  mimeType: 'image/png',
  buffer: Buffer.from(drawHue(hues[0], 3)),
};

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const input = page.locator('.import-model input[type=file]').first();
  await input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** Of every class of `run`, by the API. */
async function confidences(page: Page, run: string): Promise<Record<string, number>> {
  const bytes = [...picture.buffer];
  const predictions = await page.evaluate(
    async ([run, bytes]) => {
      const blob = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
      return (await window.lensmith.predict(run, blob, { topK: 3 })).predictions;
    },
    [run, bytes] as const,
  );
  return Object.fromEntries(predictions.map(({ label, confidence }) => [label, confidence]));
}

test('a bundle comes back into an empty browser as a run that can be asked', async ({ app }) => {
  await app.goto('./#/runs');
  const main = app.getByRole('main');
  await choose(app, 'pets.zip', tinyBundle());
  const outcome = main.getByRole('status').filter({ hasText: 'is back' });
  await expect(outcome).toContainText('Its pictures are not in this browser');
  await expect(main.getByRole('link', { name: /^Open pets/ })).toBeVisible();
  await expectAccessible(app);

  const [run] = await app.evaluate(() => window.lensmith.runs());
  expect(run).toMatchObject({
    ...{ id: 'tiny_resnet-head-e2e', datasetId: 'imported', depth: 'head' },
    ...{ classes: tinyClasses, calibration: { threshold: 0.05 } },
  });
  const restored = await confidences(app, run.id);
  expect(Object.keys(restored).sort()).toEqual(tinyClasses);

  await outcome.getByRole('link', { name: 'Predict' }).click();
  await main.locator('input[type=file]:not([capture])').first().setInputFiles(picture);
  const answer = main.getByRole('article').filter({ hasText: 'new.png' });
  await expect(answer.getByRole('listitem')).toHaveCount(3);

  await app.goto(`./#/explain?run=${run.id}`);
  await main.locator('input[type=file]:not([capture])').first().setInputFiles(picture);
  await expect(main.locator('canvas').first()).toBeVisible();

  // What it was measured on is not here, and every view says so.
  await app.goto(`./#/evaluate?run=${run.id}`);
  await expect(main).toContainText('The answers of this model are not at hand');
  await app.goto(`./#/compare?experiment=${run.experimentId}&run=${run.id}`);
  await expect(main.getByRole('link', { name: 'Predict with this model' })).toBeVisible();
  await app.goto('./#/data');
  await expect(main.getByRole('button', { name: 'Choose a ZIP' }).first()).toBeVisible();

  // The same weights alone: known again, and nothing is added.
  await app.goto('./#/runs');
  await choose(app, 'model.safetensors', tinyWeights());
  await expect(main.getByRole('status')).toContainText('is here already');
  expect(await app.evaluate(() => window.lensmith.runs())).toHaveLength(1);

  await main.getByRole('button', { name: /^Delete pets/ }).click();
  await app.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(main.getByRole('link', { name: /^Open pets/ })).toBeHidden();
  await choose(app, 'model.safetensors', tinyWeights());
  await expect(main.getByRole('status')).toContainText('is back');
  const [again] = await app.evaluate(() => window.lensmith.runs());
  for (const [label, confidence] of Object.entries(await confidences(app, again.id))) {
    expect(Math.abs(confidence - restored[label])).toBeLessThan(1e-6);
  }
});

test('weights without classes become a backbone; what cannot be used is refused', async ({
  app,
}) => {
  await app.goto('./#/runs');
  const main = app.getByRole('main');
  const weights = tinyWeights();
  const header = weights.subarray(8).indexOf('[16,16,3,3]');
  const turned = Buffer.from(weights);
  turned.write('[3,16,16,3]', 8 + header);
  const refused: [string, Buffer, RegExp][] = [
    ['cut.safetensors', weights.subarray(0, weights.length - 999), /are damaged: it ends within/],
    ['turned.safetensors', turned, /should be \[16, 16, 3, 3\], found \[3, 16, 16, 3\]/],
    ['model.onnx', Buffer.from([8, 8, 18, 4]), /an ONNX file holds a finished computation/],
    ['pets.zip', tinyBundle().subarray(0, 5000), /ends too early/],
  ];
  for (const [name, buffer, why] of refused) {
    await choose(app, name, buffer);
    await expect(main.getByRole('alert')).toContainText(why);
    await main.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  }
  expect(await app.evaluate(() => window.lensmith.runs())).toEqual([]);
  expect(await app.evaluate(() => window.lensmith.experiments())).toEqual([]);

  await main.getByRole('checkbox', { name: /Take only its backbone/ }).check();
  await choose(app, 'mine.safetensors', weights);
  await expect(main.getByRole('status')).toContainText('can be trained on now');
  expect(await app.evaluate(() => window.lensmith.runs())).toEqual([]);
});
