import type { Page } from '@playwright/test';
import { fileHandle } from '../app';
import { samplePictures } from './sample-pictures';
import { phone, shoot, shootForInstall } from './save';

/** Until the app has said that it works offline, which would stand in the corner of the pictures. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => window.lensmith.ready);
  await page.getByText('now opens without a network').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Close' }).click();
}

/** Every view with what a real training on `zip` fills it with. */
export async function shootViews(
  page: Page,
  base: string,
  zip: string,
  folder: string,
  install: { wide: string; narrow: string },
): Promise<void> {
  const take = (name: string) => shoot(page, folder, name);
  const go = (hash: string) => page.goto(`${base}#/${hash}`);
  const main = page.getByRole('main');
  await settle(page);
  await take('landing');
  const file = await fileHandle(page, zip);
  const id = await page.evaluate(
    async (file) => (await window.lensmith.importDataset(file)).id,
    file,
  );
  await go('data');
  await take('data');
  await go('train');
  await page.getByText(/^About /).waitFor({ timeout: 60_000 });
  await take('train');
  const training = page.evaluate((id) => window.lensmith.train({ dataset: id }), id);
  await main.getByRole('row').nth(3).waitFor({ timeout: 120_000 });
  await take('training');
  await training;
  await go('compare');
  await main.getByRole('row').nth(2).waitFor();
  await take('compare');
  await shootForInstall(page, install.wide);
  await page
    .getByRole('button', { name: /^Show details/ })
    .first()
    .click();
  // No tooltip over the figures.
  await page.mouse.move(0, 0);
  await take('run');
  const best = await page.evaluate(async () => {
    const finished = (await window.lensmith.runs()).filter(({ validation }) => validation);
    const by = ({ validation }: (typeof finished)[number]) => validation?.accuracy ?? 0;
    return finished.sort((a, b) => by(b) - by(a))[0]!.id;
  });
  await go(`evaluate?run=${best}`);
  await page.getByRole('grid').waitFor();
  await take('evaluate');
  await go(`explain?run=${best}`);
  await page.getByRole('slider').first().waitFor();
  await take('explain');
  await go('predict');
  await page.locator('input[type=file]:not([capture])').setInputFiles(samplePictures(zip, 6));
  await page.getByRole('article').nth(5).getByRole('listitem').first().waitFor({ timeout: 60_000 });
  await take('predict');
  await page.evaluate(
    async (file) => void (await window.lensmith.predictFiles('best', file)),
    await fileHandle(page, zip),
  );
  await page.getByRole('region', { name: /^Answers for/ }).scrollIntoViewIfNeeded();
  await take('batch');
  await go(`architecture?run=${best}`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await take('architecture');
  await go('export');
  // Nobody is here to answer a file picker.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.getByRole('button', { name: 'Download the bundle' }).click();
  await page.getByRole('button', { name: 'Save again' }).waitFor({ timeout: 60_000 });
  await take('export');
  for (const view of ['runs', 'settings']) {
    await go(view);
    await take(view);
  }
}

/** What an installer shows of the app on a phone; `page` has twice as many pixels as it is wide. */
export async function shootNarrow(page: Page, base: string, zip: string, path: string) {
  await page.setViewportSize(phone);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const file = await fileHandle(page, zip);
  await page.evaluate(async (file) => {
    const { id: dataset } = await window.lensmith.importDataset(file);
    const backbones = ['mobilenetv3_large_100'];
    await window.lensmith.train({ dataset, backbones, depth: 'head' });
  }, file);
  await page.goto(`${base}#/predict`);
  await page.locator('input[type=file]:not([capture])').setInputFiles(samplePictures(zip, 2));
  await page.getByRole('article').nth(1).getByRole('listitem').first().waitFor();
  await shootForInstall(page, path);
}
