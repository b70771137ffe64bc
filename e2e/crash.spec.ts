import type { Page } from '@playwright/test';
import type { TrainEvent } from '../core/contract/trainer';
import { expect, importFile, shapeFolders, test } from './fixtures';

/** As when the browser runs out of memory: the page's process is gone in the middle of a task. */
async function crash(page: Page): Promise<void> {
  const gone = page.waitForEvent('crash');
  const cdp = await page.context().newCDPSession(page);
  cdp.send('Page.crash').catch(() => {});
  await gone;
}

/**
 * Tells the test the last epoch of every message that a page hears, its own or another tab's. A training
 * that goes on begins with all the epochs of its checkpoint.
 */
async function hearEpochs(page: Page): Promise<number[]> {
  const epochs: number[] = [];
  await page.exposeFunction('heardEpoch', (step: number) => void epochs.push(step));
  await page.evaluate(() => {
    const channel = new BroadcastChannel('lensmith-training');
    channel.onmessage = ({ data }: MessageEvent<{ events?: TrainEvent[] }>) => {
      for (const event of data.events ?? []) {
        if (event.type !== 'metrics') continue;
        const last = Math.max(...event.metrics.map(({ step }) => step));
        (window as never as { heardEpoch(step: number): void }).heardEpoch(last);
      }
    };
  });
  return epochs;
}

const long = { backbones: ['tiny_resnet'], depth: 'all', epochs: 60, learningRate: 1e-3 } as const;

function start(page: Page, dataset: string, options: typeof long = long): Promise<void> {
  return page.evaluate(
    ({ dataset, options }) => {
      window.lensmith.train({ dataset, ...options }).catch(() => {});
    },
    { dataset, options },
  );
}

test('a renderer that crashes in mid-training: finished runs stay, the rest goes on within an epoch', async ({
  app,
  archive,
  context,
}) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(120)));
  const before = await hearEpochs(app);
  await start(app, dataset!.id);
  await expect.poll(() => Math.max(0, ...before), { timeout: 60_000 }).toBeGreaterThan(3);
  const finished = await app.evaluate(() => window.lensmith.runs());
  await crash(app);

  const page = await context.newPage();
  await page.goto('./#/train');
  await expect(page.getByText('Training was interrupted')).toBeVisible();
  const after = await hearEpochs(page);
  await page.getByRole('main').getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => after.length).toBeGreaterThan(0);
  expect(after[0]).toBeGreaterThanOrEqual(Math.max(...before) - 1);
  await page.evaluate(() => window.lensmith.cancel());
  await expect(page.getByText('Training was stopped')).toBeVisible();
  const kept = await page.evaluate(() => window.lensmith.runs());
  for (const run of finished.filter(({ status }) => status === 'finished')) {
    expect(kept.find(({ id }) => id === run.id)).toEqual(run);
  }
});

test('a renderer that crashes in mid-import: it is told, and nothing of it stays', async ({
  app,
  archive,
  context,
}) => {
  const path = archive('shapes.zip', shapeFolders(300));
  await importFile(app, archive('small.zip', shapeFolders(3)));
  importFile(app, path).catch(() => {});
  await expect(app).toHaveTitle(/[1-9]\d?% Importing/);
  await crash(app);

  const page = await context.newPage();
  await page.goto('./');
  await expect(page.getByText('The import of shapes.zip was cut off')).toBeVisible();
  await page.goto('./#/runs');
  await expect(page.getByRole('link', { name: 'small', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'shapes', exact: true })).toHaveCount(0);
  // What it had written is swept, once the store is opened again.
  const pictures = () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const open = indexedDB.open('lensmith');
          open.onerror = () => reject(open.error);
          open.onsuccess = () => {
            const count = open.result.transaction('pictures').objectStore('pictures').count();
            count.onsuccess = () => {
              open.result.close();
              resolve(count.result);
            };
          };
        }),
    );
  await expect.poll(pictures).toBe(9);
  const again = await importFile(page, path);
  expect(again.dataset?.images).toBe(900);
  await page.goto('./#/data');
  await expect(page.getByText('was cut off')).toHaveCount(0);
});

test('a tab that is frozen for a while goes on where it was', async ({ app, archive }) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(40)));
  const epochs = await hearEpochs(app);
  await start(app, dataset!.id, { ...long, epochs: 12 as 60 });
  await expect.poll(() => epochs.length, { timeout: 60_000 }).toBeGreaterThan(1);
  const cdp = await app.context().newCDPSession(app);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((done) => setTimeout(done, 3_000));
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await expect
    .poll(
      async () => (await app.evaluate(() => window.lensmith.runs())).every(({ test }) => test),
      {
        timeout: 60_000,
      },
    )
    .toBe(true);
});
