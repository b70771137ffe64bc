import { resolve } from 'node:path';
import { chromiumArgs, findChromium } from '../scripts/browser';
import { expect, hueFolders, importFile, test } from './fixtures';
import { drawHue, hues } from './pictures';
import { hostUnder } from './static-host';
import { type WatchedProxy, watchedProxy } from './watched-proxy';

let proxy: WatchedProxy;

const watched = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures off a destructured argument
  async proxy({}, use) {
    proxy = await watchedProxy();
    // Without the bypass list Chromium asks this machine's own servers past the proxy.
    await use({ server: proxy.server, bypass: '<-loopback>' });
    await proxy.close();
  },
  launchOptions: {
    executablePath: findChromium() ?? undefined,
    // What Chromium would ask for itself; the last list of features counts.
    args: [
      ...chromiumArgs(),
      '--disable-features=AutofillServerCommunication,AimEnabled,HttpsUpgrades,MediaRouter,' +
        'NetworkTimeServiceQuerying,OptimizationHints,PreconnectToSearch',
    ],
  },
});

watched(
  'from import to export, nobody but the host is asked, and the page is never isolated',
  async ({ app, archive, baseURL }) => {
    let loads = 0;
    app.on('load', () => loads++);
    const { dataset } = await importFile(app, archive('hues.zip', hueFolders(14)));
    const picture = Buffer.from(drawHue(hues[0], 99)).toString('base64');
    const answered = await app.evaluate(
      async ({ dataset, picture }) => {
        const options = { backbones: ['tiny_resnet'], preset: 'quick' } as const;
        const [run] = await window.lensmith.train({ dataset, ...options });
        const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
        const image = new Blob([bytes], { type: 'image/png' });
        const predicted = await window.lensmith.predict(run!.id, image);
        const explained = await window.lensmith.explain(run!.id, image);
        const bundle = await window.lensmith.export(run!.id, 'bundle');
        return {
          predicted: predicted.predictions.length,
          explained: explained !== null,
          bytes: bundle.bytes,
          isolated: crossOriginIsolated,
        };
      },
      { dataset: dataset!.id, picture },
    );
    expect(answered).toMatchObject({ explained: true, isolated: false });
    expect(answered.predicted).toBeGreaterThan(0);
    expect(answered.bytes).toBeGreaterThan(10_000);
    for (const view of ['train', 'compare', 'explain', 'predict', 'export', 'runs', 'settings']) {
      await app.goto(`./#/${view}`);
      await expect(app.getByRole('main').getByRole('heading').first()).toBeVisible();
    }
    expect(loads).toBe(0);
    await app.evaluate(async () => void (await navigator.serviceWorker.ready));
    expect([...proxy.asked]).toEqual([new URL(baseURL ?? '').host]);
  },
);

/** Runs in a page or a worker: what becomes of a request to a stranger and of text run as a program. */
async function attempt() {
  const broken: string[] = [];
  addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective));
  await fetch('https://example.org/').catch(() => {});
  // In a task of its own: what the driver evaluates itself is let off.
  const evaluated = await new Promise<string>((done) => {
    setTimeout(() => {
      try {
        new Function('return 1')();
        done('answered');
      } catch {
        done('refused');
      }
    });
  });
  // The reports come as tasks of their own.
  await new Promise((done) => setTimeout(done, 50));
  return { evaluated, broken: broken.sort() };
}

const refused = { evaluated: 'refused', broken: ['connect-src', 'script-src'] };

test('the policy holds in the page and in its workers, on a host that sends no headers', async ({
  page,
}) => {
  const dist = resolve(import.meta.dirname, '../dist');
  const host = await hostUnder('/tools/lensmith/', dist);
  try {
    await page.goto(host.url);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.reload();
    await page.evaluate(() => window.lensmith.ready);
    // Any worker: this one is asked for a model that is not there.
    await page.evaluate(() => window.lensmith.predict('nobody', new Blob()).catch(() => {}));
    expect(page.workers().length).toBeGreaterThan(0);
    expect(await page.evaluate(attempt)).toEqual(refused);
    for (const worker of page.workers()) expect(await worker.evaluate(attempt)).toEqual(refused);
  } finally {
    await host.stop();
  }
});
