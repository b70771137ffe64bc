import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { fileHandle, openApp } from './app';

// npm run screenshots -- [folder] [ZIP] : pictures of every view, from a real run of the app.
const folder = resolve(process.argv[2] ?? 'docs/images');
const sample = resolve(import.meta.dirname, '../public/samples/fashion-mnist.zip');
const zip = resolve(process.argv[3] ?? sample);

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

async function shoot(page: Page, name: string): Promise<void> {
  for (const [suffix, viewport, colorScheme] of [
    ['light', desktop, 'light'],
    ['dark', desktop, 'dark'],
    ['phone', phone, 'light'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Thumbnails and charts fill in once they are in view.
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
  }
  await page.setViewportSize(desktop);
}

mkdirSync(folder, { recursive: true });
const app = await openApp();
const { page } = app;
try {
  await page.setViewportSize(desktop);
  await page.evaluate(() => window.lensmith.ready);
  await shoot(page, 'landing');
  const file = await fileHandle(page, zip);
  const id = await page.evaluate(
    async (file) => (await window.lensmith.importDataset(file)).id,
    file,
  );
  await page.goto(`${app.url}#/data`);
  await shoot(page, 'data');
  await page.goto(`${app.url}#/train`);
  await page.getByText(/^About /).waitFor({ timeout: 60_000 });
  await shoot(page, 'train');
  const training = page.evaluate((id) => window.lensmith.train({ dataset: id }), id);
  await page.getByRole('main').getByRole('row').nth(2).waitFor({ timeout: 120_000 });
  await shoot(page, 'training');
  await training;
  await page.goto(`${app.url}#/compare`);
  await page.getByRole('main').getByRole('row').nth(2).waitFor();
  await shoot(page, 'compare');
  await page
    .getByRole('button', { name: /^Show details/ })
    .first()
    .click();
  await shoot(page, 'run');
  const best = await page.evaluate(async () => {
    const finished = (await window.lensmith.runs()).filter(({ validation }) => validation);
    const by = ({ validation }: (typeof finished)[number]) => validation?.accuracy ?? 0;
    return finished.sort((a, b) => by(b) - by(a))[0].id;
  });
  await page.goto(`${app.url}#/evaluate?run=${best}`);
  await page.getByRole('grid').waitFor();
  await shoot(page, 'evaluate');
  await page.goto(`${app.url}#/explain?run=${best}`);
  await page.getByRole('slider').first().waitFor();
  await shoot(page, 'explain');
  await page.goto(`${app.url}#/predict`);
  const pictures = unzipSync(readFileSync(zip), {
    filter: ({ name }) => /\.(png|jpe?g)$/.test(name),
  });
  const names = Object.keys(pictures);
  await page.locator('input[type=file]:not([capture])').setInputFiles(
    [0, 1, 2, 3, 4, 5].map((i) => {
      const name = names[Math.floor(((i + 0.5) * names.length) / 6)];
      const mimeType = name.endsWith('.png') ? 'image/png' : 'image/jpeg';
      return {
        name: name.split('/').at(-1) ?? name,
        mimeType,
        buffer: Buffer.from(pictures[name]),
      };
    }),
  );
  await page.getByRole('article').nth(5).getByRole('listitem').first().waitFor({ timeout: 60_000 });
  await shoot(page, 'predict');
  await page.goto(`${app.url}#/architecture?run=${best}`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await shoot(page, 'architecture');
  await page.goto(`${app.url}#/export`);
  // Nobody is here to answer a file picker.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.getByRole('button', { name: 'Download the bundle' }).click();
  await page.getByRole('button', { name: 'Save again' }).waitFor({ timeout: 60_000 });
  await shoot(page, 'export');
  for (const view of ['runs', 'settings']) {
    await page.goto(`${app.url}#/${view}`);
    await shoot(page, view);
  }
} finally {
  await app.close();
}
