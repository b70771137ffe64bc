import type { Page } from '@playwright/test';
import { expect, importFile, shapeFolders, test } from './fixtures';

/** `count` pictures of noise, as bytes: like none of the classes. */
async function noise(page: Page, count: number): Promise<Buffer[]> {
  const pictures = await page.evaluate(async (count) => {
    const random = (seed: number) => (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) >>> 8) & 255;
    return Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const canvas = new OffscreenCanvas(48, 48);
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
        const image = context.createImageData(48, 48);
        // Ever coarser grain.
        for (let i = 0; i < image.data.length; i++) {
          const cell = (i >> 2) >> (n % 4);
          image.data[i] = i % 4 === 3 ? 255 : random(cell * 7919 + (i % 4) * 104729 + n * 31);
        }
        context.putImageData(image, 0, 0);
        const blob = await canvas.convertToBlob({ type: 'image/png' });
        return [...new Uint8Array(await blob.arrayBuffer())];
      }),
    );
  }, count);
  return pictures.map((bytes) => Buffer.from(bytes));
}

test('quick within a time budget: a calibrated head, and answers that may be none', async ({
  app,
  archive,
}) => {
  await importFile(app, archive('shapes.zip', shapeFolders(14)));
  await app.goto('./#/train');
  const main = app.getByRole('main');
  await main.getByRole('radio', { name: 'Quick' }).check();
  await main.getByText('Choose the settings yourself').click();
  for (const name of [/^EfficientNet-Lite0/, /^ResNet18/, /^EfficientNet-B0/, /^Vision/]) {
    await main.getByRole('checkbox', { name }).uncheck();
  }
  await main.getByRole('radio', { name: 'Last two stages' }).check();
  await expect(main.getByText(/depth chosen below \(last two stages\)/)).toBeVisible();
  await main.getByRole('radio', { name: 'Automatic' }).check();
  const minutes = main.getByLabel('Time budget, minutes');
  const start = main.getByRole('button', { name: 'Train', exact: true });
  await minutes.fill('none');
  await expect(main.getByText('A number of minutes above 0')).toBeVisible();
  await expect(start).toBeDisabled();
  await minutes.fill('5');
  await expect(main.getByText(/^About /)).toBeVisible();
  await start.click();
  await main.getByRole('link', { name: 'Compare the models' }).click({ timeout: 120_000 });

  const [run, ...others] = await app.evaluate(() => window.lensmith.runs());
  expect(others).toEqual([]);
  expect(run.params).toMatchObject({ preset: 'quick', minutes: 5 });
  const threshold = run.calibration?.threshold as number;
  await main.getByRole('button', { name: /^Show details/ }).click();
  await expect(main.getByText(/temperature \d/)).toBeVisible();
  await expect(main.getByText(/^In the frozen trunk/)).toBeVisible();

  await main.getByRole('link', { name: 'Predict with this model' }).click();
  const pictures = await noise(app, 8);
  await app
    .locator('input[type=file]:not([capture])')
    .setInputFiles(
      pictures.map((buffer, n) => ({ name: `noise ${n}.png`, mimeType: 'image/png', buffer })),
    );
  const answers = app.getByRole('article');
  await expect(answers).toHaveCount(pictures.length);
  let none = 0;
  for (const answer of await answers.all()) {
    const first = answer.getByRole('listitem').first();
    await expect(first).toContainText('%');
    const confidence = Number.parseFloat((await first.textContent())?.match(/[\d.]+%/)?.[0] ?? '');
    const said = await answer.getByText('None of these, most likely').isVisible();
    if (said) none++;
    // What is written is rounded to a tenth of a percent.
    if (Math.abs(confidence - 100 * threshold) > 0.1) {
      expect(said).toBe(confidence < 100 * threshold);
    }
  }
  expect(none).toBeGreaterThan(0);
});
