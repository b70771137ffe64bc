import { resolve } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { ask, type Sent } from './api-client';
import { expect, importFile, shapeFolders, test } from './fixtures';
import { openapi } from './openapi';
import { drawShape } from './pictures';
import { hostUnder, type StaticHost } from './static-host';

const notes = '<!doctype html><html lang="en"><title>Notes</title><h1>My notes</h1></html>';
const disc = drawShape('disc', 77);

test('at the root of an origin, before anything is trained', async ({ app, baseURL }) => {
  await controlled(app);
  const base = baseURL as string;
  expect((await ask(app, base, '/cv/models')).json).toEqual({ best: null, models: [] });
  const { status, json } = await ask(app, base, '/cv/predict/best', { body: disc });
  expect(status).toBe(404);
  expect(json.error.code).toBe('unknownRun');
});

test.describe
  .serial('below a path, asked by another page', () => {
    let host: StaticHost;
    let context: BrowserContext;
    /** The page with Lensmith, and one that knows nothing of it. */
    let lensmith: Page;
    let other: Page;
    let base: string;
    const post = (path: string, sent: Sent = {}) => ask(other, base, path, { body: disc, ...sent });

    test.beforeAll(async ({ browser }, info) => {
      const dist = resolve(import.meta.dirname, '../dist');
      host = await hostUnder('/tools/lensmith/', dist, { 'notes.html': notes });
      base = host.url;
      context = await browser.newContext();
      lensmith = await openLensmith();
      other = await context.newPage();
      await other.goto(`${base}notes.html`);
      expect(await other.title()).toBe('Notes');
      await controlled(other);
      info.setTimeout(180_000);
    });
    test.afterAll(async () => {
      await context.close();
      await host.stop();
    });

    async function openLensmith(): Promise<Page> {
      const page = await context.newPage();
      await page.goto(base);
      await page.evaluate(() => window.lensmith.ready);
      await controlled(page);
      return page;
    }

    test('a picture is predicted, raw or in a form, as window.lensmith does', async ({
      archive,
    }) => {
      const { dataset } = await importFile(lensmith, archive('shapes.zip', shapeFolders(20)));
      const runs = await lensmith.evaluate(async (id) => {
        const options = { dataset: id, backbones: ['tiny_resnet'], depth: 'head' } as const;
        return window.lensmith.train(options);
      }, dataset?.id as string);
      const expected = await lensmith.evaluate(
        (bytes) => window.lensmith.predict('best', new Blob([Uint8Array.from(bytes)])),
        [...disc],
      );
      const raw = await post('/cv/predict/best');
      expect(raw.status).toBe(200);
      expect(raw.json).toEqual({
        model: runs[0]?.id,
        predictions: expected.predictions,
        none: expected.none,
        latencyMs: expect.any(Number),
      });
      expect(raw.json.predictions).toHaveLength(3);
      const form = { field: 'file', name: 'disc.png' };
      const multipart = await post(`/cv/predict/${runs[0]?.id}?top_k=1`, { form });
      expect(multipart.json.predictions).toEqual(expected.predictions.slice(0, 1));
      const many = await post('/cv/predict/best?top_k=1000');
      expect(many.json.predictions).toHaveLength(3);

      const { json } = await ask(other, base, '/cv/models');
      expect(json.best).toBe(runs[0]?.id);
      expect(json.models).toHaveLength(1);
      expect(json.models[0]).toMatchObject({
        id: runs[0]?.id,
        classes: runs[0]?.classes,
        dataset: { id: dataset?.id, name: 'shapes' },
        validation: { accuracy: runs[0]?.validation?.accuracy },
      });
    });

    test('a heatmap comes as a picture, with what it explains in the headers', async () => {
      const first = (await post('/cv/predict/best?top_k=1')).json.predictions[0];
      const overlay = await post('/cv/explain/best');
      expect(overlay.status).toBe(200);
      expect(decodeURIComponent(overlay.headers['x-lensmith-label'] as string)).toBe(first.label);
      expect(Number(overlay.headers['x-lensmith-confidence'])).toBeCloseTo(first.confidence, 4);
      const seen = await look(other, overlay.bytes as Uint8Array);
      expect(seen).toMatchObject({ width: 64, height: 64, transparent: 0 });

      const alone = await post('/cv/explain/best?overlay=false&class=2');
      const { json } = await ask(other, base, '/cv/models');
      expect(alone.headers['x-lensmith-label']).toBe(json.models[0].classes[2]);
      const map = await look(other, alone.bytes as Uint8Array);
      expect(map).toMatchObject({ width: 64, height: 64 });
      expect(map.transparent).toBeGreaterThan(0);

      const rest = json.models[0].classes.find((label: string) => label !== first.label);
      const named = await post(`/cv/explain/best?class=${rest}`);
      expect(named.headers['x-lensmith-label']).toBe(rest);
      expect(named.bytes).not.toEqual(overlay.bytes);
      const unknown = await post('/cv/explain/best?class=cat');
      expect([unknown.status, unknown.json.error.code]).toEqual([400, 'badOption']);
      for (const label of json.models[0].classes)
        expect(unknown.json.error.remedy).toContain(label);
    });

    test('what cannot be answered is refused with a status, a code and a remedy', async () => {
      const cases: [path: string, sent: Sent, status: number, code: string][] = [
        ['/cv/models/', {}, 404, 'apiPathUnknown'],
        ['/nothing/here', { body: disc }, 404, 'apiPathUnknown'],
        ['/cv/predict/no-such-model', { body: disc }, 404, 'unknownRun'],
        ['/cv/explain/no-such-model', { body: disc }, 404, 'unknownRun'],
        ['/cv/predict/best', {}, 405, 'apiMethodWrong'],
        ['/cv/models', { body: disc }, 405, 'apiMethodWrong'],
        ['/cv/predict/best?top_k=0', { body: disc }, 400, 'badOption'],
        ['/cv/predict/best', { method: 'POST' }, 400, 'apiPictureMissing'],
        [
          '/cv/predict/best',
          { body: disc, form: { field: 'picture', name: 'a.png' } },
          400,
          'apiPictureMissing',
        ],
        ['/cv/predict/best', { body: 'a name', form: { field: 'file' } }, 400, 'apiPictureMissing'],
        ['/cv/predict/best', { body: 'This is no picture.' }, 415, 'notAPicture'],
        ['/cv/explain/best', { body: 'This is no picture.' }, 415, 'notAPicture'],
        ['/cv/predict/best', { body: disc.slice(0, 400) }, 415, 'notAPicture'],
        ['/cv/predict/best', { body: bitmapHeader(20_000, 10_000) }, 413, 'pictureTooLarge'],
        ['/cv/explain/best', { body: bitmapHeader(20_000, 10_000) }, 413, 'pictureTooLarge'],
      ];
      for (const [path, sent, status, code] of cases) {
        const answer = await ask(other, base, path, sent);
        expect([answer.status, answer.json.error.code], path).toEqual([status, code]);
      }
      const wrong = await ask(other, base, '/cv/explain/best');
      expect(wrong.headers.allow).toBe('POST');
      const form = { field: 'file', name: 'letter.txt' };
      for (const path of ['/cv/predict/best', '/cv/explain/best']) {
        const letter = await ask(other, base, path, { body: 'Dear reader', form });
        expect(letter.json.error.message).toContain('letter.txt');
      }
      expect(await ask(other, base, '/cv/models', { method: 'HEAD' })).toMatchObject({
        status: 200,
      });
    });

    test('more bytes than are taken are refused, with the limit named', async () => {
      const refusal = await other.evaluate(async (url) => {
        const body = new Blob([new Uint8Array(64 * 2 ** 20 + 1)]);
        const response = await fetch(url, { method: 'POST', body });
        return { status: response.status, text: await response.text() };
      }, `${base}api/cv/predict/best`);
      expect(refusal.status).toBe(413);
      expect(refusal.text).toContain('apiBodyTooLarge');
      expect(refusal.text).toContain('64 MiB');
    });

    test('more requests than may wait are refused, with when to come back', async () => {
      const answers = await other.evaluate(
        async ({ url, body }) => {
          const all = Array.from({ length: 40 }, () => fetch(url, { method: 'POST', body }));
          return (await Promise.all(all)).map(({ status, headers }) => ({
            status,
            after: Number(headers.get('retry-after')),
          }));
        },
        { url: `${base}api/cv/predict/best`, body: await largePicture(other, 2000) },
      );
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      for (const { after } of refused) expect(after).toBeGreaterThanOrEqual(1);
      const answered = answers.filter(({ status }) => status === 200);
      expect(answered.length).toBeGreaterThanOrEqual(18);
      expect(answered.length + refused.length).toBe(40);
      expect((await post('/cv/predict/best')).status).toBe(200);
    });

    test('a service worker that was stopped answers again once it is started', async () => {
      const session = await context.newCDPSession(lensmith);
      const states: string[] = [];
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        states.push(...versions.map(({ runningStatus }) => runningStatus));
      });
      await session.send('ServiceWorker.enable');
      for (let round = 0; round < 2; round++) {
        states.length = 0;
        await session.send('ServiceWorker.stopAllWorkers');
        await expect.poll(() => states).toContain('stopped');
        expect((await post('/cv/predict/best')).status).toBe(200);
      }
      expect(states).toContain('running');
      await session.detach();
    });

    test('a page reloaded past its worker still answers, though it cannot ask', async () => {
      const session = await context.newCDPSession(lensmith);
      const loaded = lensmith.waitForEvent('load');
      await session.send('Page.enable');
      await session.send('Page.reload', { ignoreCache: true });
      await loaded;
      await lensmith.evaluate(() => window.lensmith.ready);
      expect(await lensmith.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
      expect((await post('/cv/predict/best')).status).toBe(200);
      const own = await lensmith.evaluate(async (url) => {
        const { status, headers } = await fetch(url, { method: 'POST' });
        return { status, type: headers.get('content-type') };
      }, `${base}api/cv/predict/best`);
      expect(own).toEqual({ status: 405, type: null });
      await session.detach();
    });

    test('when the page that answers is closed, also while it answers, another does', async () => {
      const second = await openLensmith();
      const sent = other.waitForRequest(/predict/);
      const asked = other.evaluate(
        async ({ url, body }) => {
          const response = await fetch(url, { method: 'POST', body });
          return { status: response.status, text: await response.text() };
        },
        { url: `${base}api/cv/predict/best`, body: await largePicture(other, 4000) },
      );
      await sent;
      await lensmith.close();
      expect(await asked).toMatchObject({ status: 200 });
      lensmith = second;
      expect((await post('/cv/explain/best')).status).toBe(200);
    });

    test('without a network all goes on, also the document', async () => {
      const rounds = [host.stop, host.start];
      await context.setOffline(true);
      for (const round of rounds) {
        await round();
        expect((await post('/cv/predict/best')).status).toBe(200);
        expect((await ask(other, base, '/openapi.json')).json).toEqual(openapi);
        await context.setOffline(false);
      }
    });

    test('the document shows in a tab, and its addresses are those of the API', async () => {
      const tab = await context.newPage();
      await tab.goto(`${base}api/openapi.json`);
      expect(JSON.parse(await tab.innerText('body'))).toEqual(openapi);
      const server = new URL(openapi.servers[0].url, tab.url()).href;
      expect(server).toBe(`${base}api`);
      await tab.goto(`${base}api/nowhere`);
      expect(JSON.parse(await tab.innerText('body')).error.code).toBe('apiPathUnknown');
      await tab.close();
    });

    test('with no Lensmith page open it says which to open; opened, it answers', async () => {
      await lensmith.close();
      const refused = await post('/cv/predict/best');
      expect([refused.status, refused.json.error.code]).toEqual([503, 'apiPageMissing']);
      expect(refused.json.error.remedy).toContain(base);
      expect((await ask(other, base, '/openapi.json')).status).toBe(200);
      lensmith = await openLensmith();
      expect((await post('/cv/predict/best')).status).toBe(200);
    });
  });

/** Once the service worker hears what the page asks. */
async function controlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Takes a while to decode, so that something can happen meanwhile. */
function largePicture(page: Page, side: number) {
  return page.evaluateHandle(async (side) => {
    const canvas = new OffscreenCanvas(side, side);
    canvas.getContext('2d')?.fillRect(0, 0, side / 2, side / 2);
    return canvas.convertToBlob();
  }, side);
}

/** Size of a PNG, and how many of its pixels let the ground through. */
function look(page: Page, bytes: Uint8Array) {
  return page.evaluate(
    async (bytes) => {
      const blob = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
      const bitmap = await createImageBitmap(blob);
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      if (!context) throw new Error('no 2d canvas');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      let transparent = 0;
      for (let i = 3; i < data.length; i += 4) if ((data[i] as number) < 255) transparent++;
      return { width, height, transparent };
    },
    [...bytes],
  );
}

/** Of a bitmap of that size, whose pixels never come. */
function bitmapHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(28, 24, true);
  return bytes;
}
