import type { Locator, Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../scripts/browser';
import { expectAccessible } from './accessible';
import { expect, importFile, shapeFolders, test } from './fixtures';
import { drawShape } from './pictures';

// A camera that shows Chromium's own test picture.
test.use({
  launchOptions: {
    executablePath: findChromium() ?? undefined,
    args: [
      ...chromiumArgs(),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  },
});

/** Imports three classes of shapes and trains one small network's head on them; the run's id. */
async function train(page: Page, path: string): Promise<string> {
  const { dataset } = await importFile(page, path);
  const [run] = await page.evaluate(
    (id) =>
      window.lensmith.train({
        dataset: id,
        backbones: ['tiny_resnet'],
        preset: 'quick',
        depth: 'head',
      }),
    dataset?.id as string,
  );
  return run.id;
}

const figures = (page: Page) => page.locator('figure[data-class]:not([data-waiting])');

/** Alpha of every pixel of a drawn map. */
function alphas(map: Locator): Promise<number[]> {
  return map.evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => data[i * 4 + 3]);
  });
}

test('a heatmap for one class, for another, and for two side by side', async ({ app, archive }) => {
  await app.emulateMedia({ reducedMotion: 'reduce' });
  const run = await train(app, archive('shapes.zip', shapeFolders(12)));
  await app.goto(`./#/explain?run=${run}`);
  const figure = figures(app).first();
  await expect(figure).toBeVisible();
  const map = figure.locator('canvas');
  const first = await alphas(map);
  expect(first.some((alpha) => alpha > 0)).toBe(true);
  expect(await figure.getAttribute('data-cells')).toMatch(/^\d+x\d+$/);

  // The address names what is looked at, and a class is shown by a press on it.
  await app
    .getByRole('button', { name: /answered right$/ })
    .first()
    .click();
  await expect(app).toHaveURL(/picture=/);
  await expect(figure).toBeVisible();
  const said = await figure.getAttribute('data-class');
  const before = await alphas(map);
  const answers = app.getByRole('listitem').filter({ hasText: '%' });
  await expect(answers).toHaveCount(3);
  await answers.nth(1).getByRole('button').click();
  await expect(figure).not.toHaveAttribute('data-class', said as string);
  expect(await alphas(map)).not.toEqual(before);

  await app.getByRole('button', { name: 'Compare two classes' }).click();
  await expect(figures(app)).toHaveCount(2);
  const [left, right] = await Promise.all(
    [0, 1].map((index) => figures(app).nth(index).getAttribute('data-class')),
  );
  expect(left).not.toBe(right);
  const choosers = app.getByLabel('Evidence for');
  const third = ['0', '1', '2'].find((index) => index !== left && index !== right) as string;
  await choosers.nth(1).selectOption(third);
  await expect(figures(app).nth(1)).toHaveAttribute('data-class', third);

  await app.keyboard.press('h');
  await expect(app.locator('figure canvas')).toHaveCount(0);
  await app.keyboard.press('h');
  await expect(app.locator('figure canvas')).toHaveCount(2);

  for (const colorScheme of ['light', 'dark'] as const) {
    await app.emulateMedia({ colorScheme });
    await expectAccessible(app);
  }
  const download = app.waitForEvent('download');
  await app.getByRole('button', { name: 'Save as PNG' }).click();
  expect((await download).suggestedFilename()).toMatch(/grad-cam\.png$/);
});

test('pictures that somebody brings: answered, explained, large, and refused by name', async ({
  app,
  archive,
}) => {
  await train(app, archive('shapes.zip', shapeFolders(12)));
  await app.goto('./#/predict');
  const picture = { mimeType: 'image/png', buffer: Buffer.from(drawShape('disc', 99)) };
  await app
    .locator('input[type=file]:not([capture])')
    .first()
    .setInputFiles({ name: 'moon.png', ...picture });
  const answer = app.getByRole('article').filter({ hasText: 'moon.png' });
  await expect(answer.getByRole('listitem')).toHaveCount(3);
  await app.getByText('1', { exact: true }).click();
  await expect(answer.getByRole('listitem')).toHaveCount(1);

  await answer.getByRole('button', { name: 'moon.png', exact: true }).click();
  const viewer = app.getByRole('dialog');
  await expect(viewer.getByRole('img', { name: /./ })).toBeVisible();
  await app.keyboard.press('h');
  await expect(viewer.getByText(/what speaks for it, \d+ × \d+ cells/)).toBeVisible();
  expect((await alphas(viewer.locator('.heatmap canvas'))).some((alpha) => alpha > 0)).toBe(true);
  await expectAccessible(app);
  await app.keyboard.press('h');
  await expect(viewer.locator('.heatmap canvas')).toHaveCount(0);
  await app.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);

  await answer.getByRole('button', { name: /^Why/ }).click();
  await expect(app.getByRole('heading', { name: 'moon.png' })).toBeVisible();
  await expect(figures(app).first()).toBeVisible();

  // As a paste gives it: the bytes, without a name worth showing.
  await app.evaluate(async () => {
    const shown = document.querySelector<HTMLImageElement>('figure img')!;
    const canvas = new OffscreenCanvas(shown.naturalWidth, shown.naturalHeight);
    canvas.getContext('2d')!.drawImage(shown, 0, 0);
    const picture = await canvas.convertToBlob();
    const data = new DataTransfer();
    data.items.add(new File([picture], 'image.png', { type: 'image/png' }));
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true }));
  });
  await expect(app.getByRole('heading', { name: 'Pasted picture' })).toBeVisible();
  await expect(figures(app).first()).toBeVisible();

  // Dropped here, a picture is explained, not imported.
  const dropped = await app.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['no picture'], 'letter.txt', { type: 'text/plain' }));
    return data;
  });
  await app.dispatchEvent('main', 'drop', { dataTransfer: dropped });
  await expect(app.getByRole('alert').filter({ hasText: 'letter.txt' })).toBeVisible();
  await expect(app).toHaveURL(/#\/explain/);
  expect(await app.evaluate(() => window.lensmith.experiments())).toHaveLength(1);
});

test('the camera asks and is answered', async ({ app, archive, context }) => {
  await context.grantPermissions(['camera']);
  await train(app, archive('shapes.zip', shapeFolders(12)));
  await app.goto('./#/predict');
  await app.getByRole('button', { name: 'Take a picture' }).click();
  const camera = app.getByRole('dialog', { name: 'Camera' });
  await camera.getByRole('button', { name: 'Take the picture' }).click();
  await expect(camera).toHaveCount(0);
  const answer = app.getByRole('article').filter({ hasText: 'Photo' });
  await expect(answer.getByRole('listitem')).toHaveCount(3);
  const size = await answer
    .locator('img')
    .evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  expect(Math.min(...size)).toBeGreaterThan(100);
});

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });

  test('the camera comes first, and nothing is wider than the screen', async ({ app, archive }) => {
    await train(app, archive('shapes.zip', shapeFolders(12)));
    for (const view of ['predict', 'explain']) {
      await app.goto(`./#/${view}`);
      const main = app.getByRole('main');
      const [camera, choose] = await Promise.all(
        ['Take a picture', 'Choose pictures'].map((name) =>
          main.getByRole('button', { name }).boundingBox(),
        ),
      );
      if (!camera || !choose) throw new Error(`${view} lacks a button`);
      expect(camera.x + camera.y).toBeLessThan(choose.x + choose.y);
      expect(Math.min(camera.height, choose.height)).toBeGreaterThanOrEqual(44);
      expect(
        await app.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    }
    await expect(figures(app).first()).toBeVisible();
  });
});
