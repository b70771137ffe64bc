import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expect, sample, test } from './fixtures';

const starters = [
  'EfficientNet-Lite0',
  'MobileNetV3',
  'ResNet18',
  'EfficientNet-B0',
  'Vision Transformer (small)',
];

async function predictTrouser(page: Page): Promise<void> {
  const pictures = unzipSync(readFileSync(sample));
  const path = Object.keys(pictures).find((name) => name.includes('/Trouser/')) as string;
  await page
    .locator('input[type=file]:not([capture])')
    .setInputFiles({ name: 'new.png', mimeType: 'image/png', buffer: Buffer.from(pictures[path]) });
  const answer = page.getByRole('article').filter({ hasText: 'new.png' });
  await expect(answer.getByRole('listitem')).toHaveCount(3);
  await expect(answer.getByRole('listitem').first()).toContainText('Trouser');
  await expect(answer.getByRole('listitem').first()).toContainText('%');
}

test('the sample from landing page to a prediction without a network', async ({ app, context }) => {
  test.setTimeout(15 * 60_000);
  await app.getByRole('button', { name: 'Try it with Fashion-MNIST' }).click();
  await expect(app.getByRole('heading', { name: '10 classes', exact: true })).toBeVisible();
  await expect(app.getByRole('heading', { name: 'Ankle boot' })).toBeVisible();

  const main = app.getByRole('main');
  await main.getByRole('link', { name: 'Train' }).click();
  await main.getByRole('button', { name: 'Train', exact: true }).click();
  // The first row stands while the rest still train.
  await expect(main.getByRole('row').filter({ hasText: '%' }).first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(main.getByRole('button', { name: 'Stop' })).toBeVisible();
  await main.getByRole('link', { name: 'Compare the models' }).click({ timeout: 12 * 60_000 });

  for (const name of starters) {
    await expect(main.getByRole('rowheader', { name }).first()).toBeVisible();
  }
  const runs = await app.evaluate(() => window.lensmith.runs());
  for (const run of runs) {
    expect(run.status).toBe('finished');
    // Ten classes of equal size: a constant predictor reaches 0.1.
    expect(run.validation?.accuracy).toBeGreaterThan(0.45);
    expect(run.test?.count).toBe(40);
    expect(run.test?.accuracy).toBeGreaterThan(0.4);
    expect(run.latencyMs).toBeGreaterThan(0);
  }
  expect(new Set(runs.map((run) => run.backbone)).size).toBe(5);

  await main
    .getByRole('button', { name: /^Show details/ })
    .first()
    .click();
  await expect(main.getByRole('heading', { name: 'Accuracy', exact: true })).toBeVisible();
  await expect(main.getByRole('heading', { name: 'Parameters' })).toBeVisible();
  await main.getByRole('link', { name: 'Predict with this model' }).click();
  await predictTrouser(app);

  await app.reload();
  await expect(app.getByRole('heading', { name: 'Predict' })).toBeVisible();
  expect(await app.evaluate(() => window.lensmith.runs())).toHaveLength(runs.length);

  // The plug is pulled: the shell, the weights and everything learned are still there.
  await app.evaluate(async () => void (await navigator.serviceWorker.ready));
  await context.setOffline(true);
  await app.goto('./#/predict');
  await app.reload();
  await predictTrouser(app);
  await app.getByRole('link', { name: /Data/ }).first().click();
  await expect(app.getByRole('heading', { name: 'Ankle boot' })).toBeVisible();
});
