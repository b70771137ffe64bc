import {
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../scripts/browser';
import { expect, hueFolders, importFile, test } from './fixtures';
import { drawHue } from './pictures';
import { hostUnder } from './static-host';

const dist = resolve(import.meta.dirname, '../dist');

const settled = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    await new Promise<void>((done) => {
      if (navigator.serviceWorker.controller) done();
      else navigator.serviceWorker.addEventListener('controllerchange', () => done());
    });
  });

const cached = (page: Page) =>
  page.evaluate(async () => {
    const urls: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      urls.push(...(await cache.keys()).map(({ url }) => url));
    }
    return urls;
  });

async function trainTiny(page: Page, zip: string): Promise<string> {
  const { dataset } = await importFile(page, zip);
  return page.evaluate(async (id) => {
    const options = { backbones: ['tiny_resnet'], preset: 'quick', depth: 'head' } as const;
    const [run] = await window.lensmith.train({ dataset: id, ...options });
    return run!.id;
  }, dataset!.id);
}

test('it can be installed, and what its manifest names is there', async ({ app, baseURL }) => {
  await settled(app);
  const cdp = await app.context().newCDPSession(app);
  const { errors } = await cdp.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  // A private window, which the driver's are, is the one thing in the way.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.webmanifest'), 'utf8'));
  expect(manifest.icons.some(({ purpose }: { purpose?: string }) => purpose === 'maskable')).toBe(
    true,
  );
  for (const { src, sizes } of [...manifest.icons, ...manifest.screenshots]) {
    const shown = await app.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, new URL(src, baseURL).href);
    expect(shown, src).toBe(sizes);
  }
  for (const { url } of manifest.shortcuts) {
    await app.goto(url);
    await expect(app.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  }
});

test('installed for good: no error at all in a profile on disk', async ({ baseURL }, info) => {
  const context = await chromium.launchPersistentContext(info.outputPath('profile'), {
    executablePath: findChromium() ?? undefined,
    args: chromiumArgs(),
  });
  const page = await context.newPage();
  await page.goto(baseURL!);
  await settled(page);
  const cdp = await context.newCDPSession(page);
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  await context.close();
});

test('the shell is kept with the build that this device runs, the rest at a press', async ({
  app,
  context,
}) => {
  await settled(app);
  const shell = await cached(app);
  const builds = shell.filter((url) => /\/lensmith[\w-]*\.wasm/.test(url));
  expect(builds).toHaveLength(1);
  expect(builds[0]).toMatch(/\/lensmith-relaxed-/);
  expect(shell.some((url) => url.includes('/weights/'))).toBe(false);

  await app.goto('./#/settings');
  await app.getByRole('button', { name: /^Keep everything for offline \(\d+ MB\)$/ }).click();
  await expect(app.getByText('Everything is kept: nothing more will be fetched.')).toBeVisible();
  const wanted: { url: string; bytes: number }[] = JSON.parse(
    readFileSync(join(dist, 'offline.json'), 'utf8'),
  );
  const weights = readdirSync(join(dist, 'weights'), { recursive: true })
    .map((name) => join(dist, 'weights', String(name)))
    .filter((path) => /\.(bin|json)$/.test(path) && statSync(path).isFile());
  expect(wanted.filter(({ url }) => url.startsWith('weights/'))).toHaveLength(weights.length);

  // Never trained, never exported: all of it is there without a network.
  await context.setOffline(true);
  const sizes = await app.evaluate(
    (urls) =>
      Promise.all(urls.map(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength)),
    wanted.map(({ url }) => url),
  );
  expect(sizes).toEqual(wanted.map(({ bytes }) => bytes));
});

test('once everything is kept, a backbone that was never used trains without a network', async ({
  app,
  context,
  archive,
}) => {
  await settled(app);
  await app.goto('./#/settings');
  await app.getByRole('button', { name: /^Keep everything for offline/ }).click();
  await expect(app.getByText('Everything is kept: nothing more will be fetched.')).toBeVisible();
  await context.setOffline(true);
  await app.reload();
  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(14)));
  const [run] = await app.evaluate(
    (id) =>
      window.lensmith.train({
        dataset: id,
        backbones: ['mobilenetv3_large_100'],
        depth: 'head',
        preset: 'quick',
      }),
    dataset!.id,
  );
  expect(run!.status).toBe('finished');
  expect(run!.test!.accuracy).toBeGreaterThan(0.9);
});

test('keeping breaks off and goes on; what is no longer used is swept', async ({ page }, info) => {
  const folder = info.outputPath('app');
  cpSync(dist, folder, { recursive: true });
  const shard = join(folder, 'weights/resnet18/group1-shard1of6.bin');
  const moved = `${shard}.away`;
  renameSync(shard, moved);
  const host = await hostUnder('/lensmith/', folder);
  try {
    await page.goto(host.url);
    await settled(page);
    await page.evaluate(async () => {
      const cache = await caches.open('lensmith-files-1');
      await cache.put('./weights/gone/model.json?v=0123', new Response('{}'));
    });
    await page.goto(`${host.url}#/settings`);
    const keep = page.getByRole('button', { name: /^Keep everything/ });
    const megabytes = async () => Number(/(\d+) MB/.exec(await keep.innerText())?.[1]);
    const all = await megabytes();
    await keep.click();
    await expect(page.getByText('Not everything could be fetched')).toBeVisible();
    expect(await megabytes()).toBeLessThan(all);
    renameSync(moved, shard);
    await keep.click();
    await expect(page.getByText('Everything is kept')).toBeVisible();
    await expect(page.getByText('Not everything could be fetched')).toHaveCount(0);
    expect(await cached(page)).toContain(`${host.url}weights/gone/model.json?v=0123`);
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).unregister();
    });
    await page.reload();
    await settled(page);
    await expect
      .poll(async () => (await cached(page)).some((url) => url.includes('/gone/')))
      .toBe(false);
    expect((await cached(page)).some((url) => url.includes('weights/resnet18/'))).toBe(true);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** As the system posts a share: a form that the service worker takes, without a page of ours. */
async function share(page: Page, files: { name: string; type: string; base64: string }[]) {
  return page.evaluate(async (files) => {
    const form = new FormData();
    for (const { name, type, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      form.append('files', new File([bytes], name, { type }));
    }
    const { status, type } = await fetch('./share', {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    return { status, type };
  }, files);
}

test('what is shared with the app waits for a model, and is answered by the first', async ({
  app,
  archive,
}) => {
  await settled(app);
  const base64 = Buffer.from(drawHue('red', 7)).toString('base64');
  const answer = await share(app, [{ name: 'plum & pear.png', type: 'image/png', base64 }]);
  expect(answer.type).toBe('opaqueredirect');
  // Twice: what waits is not lost with the page that has taken it.
  for (let loads = 0; loads < 2; loads++) {
    await app.reload();
    await expect(app).toHaveURL(/#\/predict/);
    await expect(app.getByText('1 picture is waiting here')).toBeVisible();
  }
  const other = await tab(app.context(), './#/predict');
  await expect(other.getByText(/picture is waiting|could not/)).toHaveCount(0);
  await other.close();
  await trainTiny(app, archive('hues.zip', hueFolders(14)));
  await app.goto('./#/predict');
  await expect(app.getByText('1 picture is waiting here')).toHaveCount(0);
  const card = app.getByRole('article').filter({ hasText: 'plum & pear.png' });
  await expect(card.getByRole('listitem').first()).toContainText('red');

  const zip = readFileSync(archive('more.zip', hueFolders(4))).toString('base64');
  await share(app, [{ name: 'more.zip', type: 'application/zip', base64: zip }]);
  await app.reload();
  await expect(app.getByRole('heading', { name: 'more' })).toBeVisible();
  await expect(app).toHaveURL(/#\/data/);
});

test('a share that cannot be read says so', async ({ app }) => {
  // Where the service worker sends whoever shared it: see workers/service-worker/shared.test.ts.
  await app.goto('./#/predict?shared=failed');
  await app.reload();
  await expect(app.getByText('What was shared did not arrive')).toBeVisible();
  await expect(app).toHaveURL(/#\/predict$/);
  await app.getByRole('button', { name: 'Close' }).click();
  await expect(app.getByText('What was shared did not arrive')).toHaveCount(0);
});

/** A later version of the app in `folder`: a part that pages load when they need it is gone. */
function dropPart(folder: string, part: RegExp): string {
  const name = readdirSync(join(folder, 'assets')).find((one) => part.test(one))!;
  rmSync(join(folder, 'assets', name));
  const worker = join(folder, 'service-worker.js');
  const text = readFileSync(worker, 'utf8');
  const entry = new RegExp(`\\{[^{}]*${name.replaceAll('.', '\\.')}[^{}]*\\},?`);
  expect(text).toMatch(entry);
  writeFileSync(worker, text.replace(entry, ''));
  return `assets/${name}`;
}

test('a tab of the version before finds its parts until it is closed', async ({
  context,
}, info) => {
  const folder = info.outputPath('app');
  cpSync(dist, folder, { recursive: true, filter: (path) => !/\/weights(\/|$)/.test(path) });
  const host = await hostUnder('/lensmith/', folder);
  const ask = (page: Page, url: string) =>
    page.evaluate(async (url) => (await fetch(url)).status, url);
  try {
    const [old, fresh] = [await tab(context, host.url), await tab(context, host.url)];
    await settled(old);
    const part = dropPart(folder, /^trainer\.worker-.*\.js$/);
    await fresh.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    const loaded = fresh.waitForEvent('load');
    await fresh.getByRole('button', { name: 'Use it now' }).click();
    await loaded;
    await expect(old.getByText('still runs the old one')).toBeVisible();
    expect(await ask(old, part)).toBe(200);
    await old.close();
    await fresh.reload();
    await expect.poll(() => ask(fresh, part)).toBe(404);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a part that its host no longer has: the page says that it is the old one', async ({
  browser,
}, info) => {
  const folder = info.outputPath('app');
  cpSync(dist, folder, { recursive: true, filter: (path) => !/\/weights(\/|$)/.test(path) });
  const host = await hostUnder('/lensmith/', folder);
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await tab(context, host.url);
    const parts = readdirSync(join(folder, 'assets')).filter((one) =>
      /^settings-.*\.js$/.test(one),
    );
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) rmSync(join(folder, 'assets', part));
    const index = join(folder, 'index.html');
    writeFileSync(index, readFileSync(index, 'utf8').replace(/index-[\w-]+\.js/, 'index-next.js'));
    await page.evaluate(() => {
      location.hash = '#/settings';
    });
    await expect(page.getByText('still runs the old one')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Reload the page' }).first()).toBeVisible();
  } finally {
    await context.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a new version waits for work in any tab, and takes no tab by surprise', async ({
  context,
  archive,
}, info) => {
  const folder = info.outputPath('app');
  cpSync(dist, folder, { recursive: true, filter: (path) => !/\/weights(\/|$)/.test(path) });
  const host = await hostUnder('/lensmith/', folder);
  try {
    const [working, idle] = await Promise.all([tab(context, host.url), tab(context, host.url)]);
    await settled(working);
    await settled(idle);
    const { dataset } = await importFile(working, archive('hues.zip', hueFolders(14)));
    await working.evaluate((id) => {
      const options = { backbones: ['tiny_resnet'], depth: 'all', epochs: 500 } as const;
      Object.assign(window, { alive: true });
      window.lensmith.train({ dataset: id, ...options }).catch(() => {});
    }, dataset!.id);
    await expect(working).toHaveTitle(/%/, { timeout: 60_000 });

    const worker = join(folder, 'service-worker.js');
    writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// The next version.`);
    await idle.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    for (const page of [working, idle]) {
      await expect(page.getByText('It waits until the work has finished')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Use it now' })).toHaveCount(0);
    }
    await working.evaluate(() => window.lensmith.cancel());
    await expect(idle.getByRole('button', { name: 'Use it now' })).toBeVisible();

    // Of an import other tabs know nothing.
    const imported = importFile(working, archive('many.zip', hueFolders(250)));
    await expect(working).toHaveTitle(/Importing/);
    await idle.getByRole('button', { name: 'Use it now' }).click();
    await expect(idle.getByText('It waits until the work in another tab')).toBeVisible();
    expect((await imported).dataset?.images).toBe(750);
    await idle.getByRole('button', { name: 'Try again' }).click();
    await expect(working.getByText('still runs the old one')).toBeVisible();
    // The tab that nobody pressed in is left as it was.
    expect(await working.evaluate(() => (window as never as { alive: boolean }).alive)).toBe(true);
    await expect(idle.getByText('A new version is ready')).toHaveCount(0);
    await working.getByRole('button', { name: 'Reload the page' }).click();
    await expect(working.getByText('still runs the old one')).toHaveCount(0);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function tab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(() => window.lensmith.ready);
  return page;
}
