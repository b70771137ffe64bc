import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { test as base, expect, hueFolders, importFile } from './fixtures';
import { type HubHost, startHub } from './hub-host';
import { routeHub } from './hub-route';
import { checkpoint, tinyRepo } from './hub-weights';

const offered = 'timm/mobilenetv3_large_100.ra_in1k';
const card = 'mobilenetv3_large_100.ra_in1k';

const test = base.extend<{ hub: HubHost }>({
  async hub({ context }, use) {
    const hub = await startHub();
    await routeHub(context, hub);
    await use(hub);
    await hub.close();
  },
});

async function openSettings(page: Page) {
  await page.goto('./#/settings');
  const section = page.locator('#backbones');
  await expect(section.getByRole('heading', { name: 'Other weights' })).toBeVisible();
  return section;
}

test('weights come over a broken line, are trained with, and are there offline', async ({
  hub,
  app,
  context,
  archive,
}) => {
  test.setTimeout(5 * 60_000);
  // 11 MB: three pieces.
  hub.repos.set(
    offered,
    tinyRepo('mobilenetv3_large_100', checkpoint('mobilenetv3_large_100', 'F16')),
  );
  const section = await openSettings(app);
  expect(hub.requests).toEqual([]);

  await section.getByRole('button', { name: `Look up ${offered}` }).click();
  await expect(section.getByText('Licence: apache-2.0.')).toBeVisible();
  hub.cuts = [6_000_000, 0];
  await section.getByRole('button', { name: `Download ${offered}` }).click();
  await expect(section.getByText('The Hugging Face Hub could not be reached.')).toBeVisible();
  await expect(section.getByText(/^4\.2 MB of 11 MB are here\./)).toBeVisible();
  await expectAccessible(app);

  hub.cuts = [];
  hub.requests.length = 0;
  await section.getByRole('button', { name: 'Try again' }).click();
  const mine = section.getByRole('radio', { name: /^ra_in1k/ });
  await expect(mine).toBeVisible({ timeout: 60_000 });
  const asked = hub.requests.filter((line) => line.includes('/cdn/'));
  expect(asked[0]).toContain('bytes=4194304-');
  expect(asked).toHaveLength(2);
  await mine.check();
  await expect(mine).toBeChecked();

  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(20)));
  await app.goto('./#/train');
  await expect(app.getByRole('list', { name: 'Networks' }).getByText(/ra_in1k/)).toBeVisible();
  const run = await app.evaluate(async (options) => (await window.lensmith.train(options))[0]!, {
    ...{ dataset: dataset!.id, backbones: [card], preset: 'quick' as const },
  });
  expect(run).toMatchObject({ backbone: card, status: 'finished' });
  expect(run.tags['weights.source']).toBe(offered);
  await app.goto('./#/compare');
  await expect(app.getByRole('rowheader', { name: /MobileNetV3.*ra_in1k/ })).toBeVisible();

  await app.evaluate(async () => void (await navigator.serviceWorker.ready));
  await context.setOffline(true);
  await app.reload();
  const again = await openSettings(app);
  await expect(again.getByRole('radio', { name: /^ra_in1k/ })).toBeChecked();
  await expect(again.getByText('used by 1 run')).toBeVisible();
  await expect(again.getByRole('button', { name: /^Kept: delete the runs/ })).toBeVisible();
  const answer = await app.evaluate(
    async ({ id, bytes }) => {
      const picture = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
      return window.lensmith.predict(id, picture, { topK: 1 });
    },
    { id: run.id, bytes: [...Object.values(hueFolders(1, 50))[0]!] },
  );
  expect(answer.predictions).toHaveLength(1);
});

test('what cannot be used says why, and nothing of it stays', async ({ hub, app }) => {
  const tiny = 'timm/tiny_resnet.test_in1k';
  const section = await openSettings(app);
  const lookUp = async (repo: string) => {
    await section.getByLabel('Repository on the Hub').fill(repo);
    await app.keyboard.press('Enter');
  };
  await lookUp('resnet18');
  await expect(section.getByText('A repository reads like timm/resnet18.a1_in1k.')).toBeVisible();

  await lookUp('timm/none');
  await expect(section.getByText('The Hub has no repository timm/none.')).toBeVisible();

  hub.repos.set('timm/gated', { ...tinyRepo('tiny_resnet'), gated: true });
  await lookUp('timm/gated');
  await expect(section.getByText(/does not hand out timm\/gated to everybody/)).toBeVisible();

  hub.repos.set('timm/convnext_tiny.in1k', tinyRepo('convnext_tiny' as never, new Uint8Array(9)));
  await lookUp('timm/convnext_tiny.in1k');
  await expect(section.getByText(/The architecture convnext_tiny is none/)).toBeVisible();

  hub.repos.set(tiny, tinyRepo('tiny_resnet', checkpoint('tiny_vit')));
  await lookUp(tiny);
  await section.getByRole('button', { name: `Download ${tiny}` }).click();
  await expect(
    section.getByText(/conv1\.weight should be \[\d+, 3, 3, 3\]|conv1\.weight/),
  ).toBeVisible();

  hub.repos.set(tiny, tinyRepo('tiny_resnet'));
  hub.announced = 'f'.repeat(64);
  await section.getByRole('button', { name: 'Try again' }).last().click();
  await section.getByRole('button', { name: `Download ${tiny}` }).click();
  await expect(section.getByText(/its SHA-256 differs/)).toBeVisible();

  await section.locator('input[type=file]').setInputFiles({
    name: 'mine.safetensors',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('not weights at all'),
  });
  await expect(section.getByText(/mine\.safetensors/)).toBeVisible();
  await expect(section.getByRole('heading', { name: 'tiny_resnet' })).toHaveCount(0);
});

test('a file of weights is kept, chosen and removed', async ({ hub, app }) => {
  const section = await openSettings(app);
  await section.locator('input[type=file]').setInputFiles({
    name: 'mine.safetensors',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(checkpoint('tiny_resnet', 'BF16')),
  });
  const mine = section.getByRole('radio', { name: /^mine/ });
  await mine.check();
  await expect(mine).toBeChecked();
  await app.reload();
  await expect(section.getByRole('radio', { name: /^mine/ })).toBeChecked();
  await section.getByRole('button', { name: 'Remove tiny_resnet.mine' }).click();
  await app.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(section.getByRole('radio', { name: /^mine/ })).toHaveCount(0);
  expect(hub.requests).toEqual([]);
});
