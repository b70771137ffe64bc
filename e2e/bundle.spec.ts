import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible';
import { type KitPicture, writeKitFolder } from './kit-folder';
import { hostUnder, type StaticHost } from './static-host';

/** sharp and @tensorflow/tfjs, as a user of the bundle installs them. */
const packages = resolve('node_modules');
const folder = mkdtempSync(join(tmpdir(), 'lensmith-bundle-'));
let pictures: KitPicture[];
let host: StaticHost;

test.beforeAll(async () => {
  pictures = writeKitFolder(folder);
  host = await hostUnder('/models/mine/', folder);
});

test.afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Dropped on the page, as from a folder beside it. */
async function drop(page: Page, path: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], 'dropped.png'));
      return transfer;
    },
    Array.from(readFileSync(path)),
  );
  await page.locator('#drop').dispatchEvent('drop', { dataTransfer: transfer });
}

async function expectAnswer(page: Page, { label, confidence }: KitPicture): Promise<void> {
  const rows = page.getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText(label);
  const shown = Number.parseFloat((await rows.first().locator('.share').textContent()) ?? '');
  expect(Math.abs(shown / 100 - confidence)).toBeLessThan(1e-3);
}

test('the demo answers in a sub-folder of a plain host, and without it', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(host.url);
  await expect(page.getByText('5 classes.')).toBeVisible();
  await expectAccessible(page, 'before a picture');
  for (const picture of [pictures[0]!, pictures[5]!, pictures[9]!]) {
    await drop(page, picture.path);
    await expectAnswer(page, picture);
  }
  await expectAccessible(page, 'with an answer');
  expect(asked.filter((url) => !url.startsWith(host.url) && /^https?:/.test(url))).toEqual([]);

  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await host.stop();
  await page.reload();
  await drop(page, pictures[5]!.path);
  await expectAnswer(page, pictures[5]!);
  await host.start();
});

test('what goes wrong is said with a remedy', async ({ page, browser }) => {
  await page.goto(host.url);
  await expect(page.getByText('5 classes.')).toBeVisible();
  await page.locator('#file').setInputFiles(join(folder, 'labels.json'));
  await expect(page.getByRole('alert')).toContainText('not a picture');
  await expectAccessible(page, 'with a fault');

  const shard = readFileSync(join(folder, 'tfjs/model.json'), 'utf8').match(/"([^"]+\.bin)"/)![1]!;
  const whole = readFileSync(join(folder, 'tfjs', shard));
  writeFileSync(join(folder, 'tfjs', shard), whole.subarray(0, whole.length - 4));
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(host.url);
  await expect(other.getByRole('alert')).toContainText('damaged');
  await expect(other.getByRole('alert')).toContainText('Unpack the bundle again');
  writeFileSync(join(folder, 'tfjs', shard), whole);

  await other.goto(`file://${folder}/index.html`);
  await expect(other.getByText('python -m http.server')).toBeVisible();
  await context.close();
});

test('predict.js answers in Node as the engine does', async () => {
  const bare = spawnSync('node', ['predict.js', pictures[0]!.path], { cwd: folder });
  expect(bare.status).toBe(1);
  expect(String(bare.stderr)).toContain('npm install');

  symlinkSync(packages, join(folder, 'node_modules'));
  for (const { path, label, confidence } of pictures) {
    const run = spawnSync('node', ['predict.js', path, '--json'], { cwd: folder });
    expect(String(run.stderr)).toBe('');
    const { predictions } = JSON.parse(String(run.stdout));
    expect(predictions).toHaveLength(3);
    expect(predictions[0].label).toBe(label);
    expect(Math.abs(predictions[0].confidence - confidence)).toBeLessThan(1e-3);
  }
});

test('a bare page with only @tensorflow/tfjs loads the graph model', async ({ page }) => {
  const script = join(packages, '@tensorflow/tfjs/dist/tf.min.js');
  await page.route(`${host.url}bare.html`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Bare</title>' }),
  );
  await page.goto(`${host.url}bare.html`);
  await page.addScriptTag({ path: script });
  const { sum, metadata } = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the global of tfjs's own script
    const tf = (window as any).tf;
    await tf.setBackend('cpu');
    const model = await tf.loadGraphModel('tfjs/model.json');
    const [, height, width] = model.inputs[0].shape;
    const answer = model.execute({ image: tf.zeros([1, height, width, 3]) }, 'probabilities');
    const sum = (await answer.sum().data())[0];
    return { sum, metadata: model.metadata };
  });
  expect(sum).toBeCloseTo(1, 4);
  expect(metadata.labels).toHaveLength(5);
});
