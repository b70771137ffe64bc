import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { resolve } from 'node:path';
import { contentSecurityPolicy } from '../core/content-security-policy';
import { expect, hueFolders, importFile, test } from './fixtures';
import { type Nginx, startNginx } from './nginx';

const dist = resolve(import.meta.dirname, '../dist');
const asset = (pattern: RegExp) => {
  const name = readdirSync(`${dist}/assets`).find((one) => pattern.test(one));
  if (!name) throw new Error(`nothing built is like ${pattern}`);
  return `assets/${name}`;
};

let nginx: Nginx;
// biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures off a destructured argument
test.beforeAll(async ({}, info) => {
  nginx = await startNginx(info.outputPath('nginx'));
});
test.afterAll(() => nginx.stop());

/** As sent: `fetch` would resolve dots, and unpack what is compressed. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { hostname, port } = new URL(nginx.url);
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: number }>(
    (done, fail) => {
      const asked = request({ hostname, port, path, headers, method }, (response) => {
        let bytes = 0;
        response.on('data', (data: Buffer) => {
          bytes += data.length;
        });
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, bytes }),
        );
      });
      asked.on('error', fail).end();
    },
  );
}

const forever = 'public, max-age=31536000, immutable';

test('every kind of file has its type, its age and the policy', async () => {
  const files: [path: string, type: RegExp, age: string][] = [
    ['', /^text\/html; charset=utf-8$/, 'no-cache'],
    ['index.html', /^text\/html/, 'no-cache'],
    ['service-worker.js', /^text\/javascript/, 'no-cache'],
    ['manifest.webmanifest', /^application\/manifest\+json/, 'no-cache'],
    [asset(/^index-.*\.js$/), /^text\/javascript/, forever],
    [asset(/^engine\.worker-.*\.js$/), /^text\/javascript/, forever],
    [asset(/^index-.*\.css$/), /^text\/css/, forever],
    [asset(/^lensmith-.*\.wasm$/), /^application\/wasm$/, forever],
    [asset(/\.woff2$/), /^font\/woff2$/, forever],
    ['kit/predict.py', /^text\/plain/, 'no-cache'],
    ['icons/icon-192.png', /^image\/png$/, 'no-cache'],
    ['samples/fashion-mnist.zip', /^application\/zip$/, 'no-cache'],
    ['samples/fashion-mnist.zip?v=0123', /^application\/zip$/, forever],
  ];
  for (const [path, type, age] of files) {
    const { status, headers } = await ask(`/${path}`);
    expect(status, path).toBe(200);
    expect(headers['content-type'], path).toMatch(type);
    expect(headers['cache-control'], path).toBe(age);
    expect(headers['content-security-policy'], path).toBe(contentSecurityPolicy);
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toBe('no-referrer');
    expect(headers.server, path).toBe('nginx');
  }
  // Nothing here needs, or claims, cross-origin isolation.
  expect((await ask('/')).headers).not.toHaveProperty('cross-origin-embedder-policy');
});

test('what is known is not sent again, what is text goes compressed', async () => {
  const { headers } = await ask('/index.html');
  const again = await ask('/index.html', { 'if-none-match': String(headers.etag) });
  expect(again).toMatchObject({ status: 304, bytes: 0 });
  for (const path of [asset(/^index-.*\.js$/), asset(/^lensmith-relaxed-.*\.wasm$/)]) {
    const plain = await ask(`/${path}`);
    const packed = await ask(`/${path}`, { 'accept-encoding': 'gzip' });
    expect(packed.headers['content-encoding'], path).toBe('gzip');
    expect(packed.bytes, path).toBeLessThan(0.6 * plain.bytes);
  }
  const part = await ask('/samples/fashion-mnist.zip', { range: 'bytes=0-99' });
  expect(part).toMatchObject({ status: 206, bytes: 100 });
});

test('nothing else is given away', async () => {
  for (const path of ['/nothing', '/assets/', '/.git/config', '/%2e%2e/package.json', '/../core']) {
    const { status, headers } = await ask(path);
    expect([400, 403, 404], path).toContain(status);
    if (status === 404) expect(headers['content-security-policy'], path).toBeTruthy();
  }
  expect((await ask('/index.html', {}, 'POST')).status).toBe(403);
  expect(await ask('/healthz')).toMatchObject({ status: 200, bytes: 3 });
});

test('a training under the headers of the container, and the page without it', async ({
  page,
  archive,
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    const text = message.text();
    if (/content security policy/i.test(text) && !/to 'blob:/.test(text)) faults.push(text);
  });
  await page.goto(nginx.url);
  const { dataset } = await importFile(page, archive('hues.zip', hueFolders(14)));
  const accuracy = await page.evaluate(async (id) => {
    const options = { backbones: ['tiny_resnet'], preset: 'quick', depth: 'head' } as const;
    const [run] = await window.lensmith.train({ dataset: id, ...options });
    await navigator.serviceWorker.ready;
    return run!.validation!.accuracy;
  }, dataset!.id);
  expect(accuracy).toBeGreaterThan(0.6);
  await nginx.stop();
  try {
    await page.reload();
    await expect(page.getByRole('heading', { name: '3 classes', exact: true })).toBeVisible();
    expect(await page.evaluate(() => window.lensmith.runs())).toHaveLength(1);
  } finally {
    nginx = await startNginx(test.info().outputPath('nginx'));
  }
  expect(faults).toEqual([]);
});
