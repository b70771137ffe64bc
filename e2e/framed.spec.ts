import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../scripts/browser';
import { expect, test } from './fixtures';

/** A page of another site, as the Hub's page of a Space is. */
async function embedder(frame: string) {
  const server = createServer((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><title>A Space</title>${frame}`),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

const look = 'style="width:100%;height:900px;border:0"';
const notice = 'Lensmith is shown inside another page';

test('inside another site: it says so, works all the same, and opens in a tab of its own', async ({
  baseURL,
}, info) => {
  // A profile on disk, and a list of features over the driver's own: as in everybody's browser,
  // another site's frame may store, apart from the tab.
  const context = await chromium.launchPersistentContext(info.outputPath('profile'), {
    executablePath: findChromium() ?? undefined,
    args: [...chromiumArgs(), '--disable-features=HttpsUpgrades,OptimizationHints'],
    locale: 'en-GB',
  });
  // Chromium holds 127.0.0.1 and localhost for two sites.
  const host = await embedder(`<iframe src="${baseURL}" ${look}></iframe>`);
  try {
    const page = await context.newPage();
    await page.goto(host.url);
    const app = page.frameLocator('iframe');
    await expect(app.getByText(notice)).toBeVisible();
    const frame = page.frames().find((one) => one.url().startsWith(baseURL ?? '-'));
    const run = await frame!.evaluate(async () => {
      const sample = await (await fetch('./samples/fashion-mnist.zip')).blob();
      const { id: dataset } = await window.lensmith.importDataset(
        new File([sample], 'fashion-mnist.zip'),
      );
      const options = { backbones: ['tiny_resnet'], preset: 'quick', depth: 'head' } as const;
      const [trained] = await window.lensmith.train({ dataset, ...options });
      return trained!.id;
    });
    await frame!.evaluate((id) => {
      location.hash = `#/export?run=${id}`;
    }, run);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      app.getByRole('button', { name: 'Download the bundle' }).click(),
    ]);
    expect(download.suggestedFilename()).toContain('.bundle.zip');
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      app.getByRole('link', { name: 'Open in its own tab' }).click(),
    ]);
    await expect(tab.getByRole('button', { name: 'Try it with Fashion-MNIST' })).toBeVisible();
    await expect(tab.getByText(notice)).toHaveCount(0);
    expect(await tab.evaluate(() => window.lensmith.runs())).toEqual([]);
  } finally {
    host.close();
    await context.close();
  }
});

test('where frames may store nothing, it says what to do', async ({ page, baseURL }) => {
  // The driver's contexts are private windows, which keep other sites' frames from storing.
  const host = await embedder(`<iframe src="${baseURL}" ${look}></iframe>`);
  await page.goto(host.url);
  const app = page.frameLocator('iframe');
  await expect(app.getByRole('link', { name: 'Open in its own tab' })).toBeVisible();
  const fault = app.getByRole('alert').filter({ hasText: 'does not let the site store anything' });
  await expect(fault).toHaveCount(1);
  host.close();
});
