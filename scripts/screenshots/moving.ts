import type { Page } from '@playwright/test';
import { createRecorder, type Recorder } from './recorder';
import { samplePictures } from './sample-pictures';
import type { Scheme } from './save';
import { settle } from './views';

/** The way of somebody who has a ZIP, from the landing page to an answer, as one moving picture. */
export async function record(page: Page, zip: string, scheme: Scheme): Promise<Recorder> {
  await page.setViewportSize({ width: 1120, height: 700 });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'no-preference' });
  const main = page.getByRole('main');
  const way = page.getByRole('navigation', { name: 'The way through' });
  const recorder = createRecorder(page, 900);
  await settle(page);
  await page.mouse.move(0, 0);
  await recorder.hold(1400);

  await page.locator('input[type=file]').first().setInputFiles(zip);
  await page.getByRole('heading', { name: '10 classes', exact: true }).waitFor();
  await page.waitForTimeout(800);
  await recorder.hold(1600);

  await main.getByRole('link', { name: 'Train' }).click();
  await page.getByText(/^About /).waitFor({ timeout: 60_000 });
  await recorder.hold(1000);
  await main.getByRole('button', { name: 'Train', exact: true }).click();
  recorder.start();
  const compare = main.getByRole('link', { name: 'Compare the models' });
  await compare.waitFor({ timeout: 12 * 60_000 });
  await recorder.stop();
  await recorder.hold(900);

  await compare.click();
  await main.getByRole('row').nth(2).waitFor();
  await page.waitForTimeout(1000);
  await recorder.hold(2400);

  await way.getByRole('link', { name: 'Explain' }).click();
  await page.getByRole('slider').first().waitFor();
  await page.waitForTimeout(2500);
  await recorder.hold(2400);

  await way.getByRole('link', { name: 'Predict' }).click();
  await page.locator('input[type=file]:not([capture])').setInputFiles(samplePictures(zip, 2));
  await page.getByRole('article').nth(1).getByRole('listitem').first().waitFor();
  await page.waitForTimeout(1000);
  await recorder.hold(2600);
  return recorder;
}
