import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chromiumArgs, ensureChromium } from '../../scripts/browser';
import type * as Module from '.';
import { datasetOf, pictureOf } from './fixtures';

/** What fake-indexeddb cannot show: Web Locks between tabs, a real quota, a tab that dies. */
declare global {
  var storage: typeof Module;
  var underWay: Module.DatasetWriter;
}

let server: Server;
let browser: Browser;
let context: BrowserContext;

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: new URL('index.ts', import.meta.url).pathname,
        formats: ['iife'],
        name: 'storage',
      },
    },
  });
  const [{ output }] = result as unknown as [{ output: [{ code: string }] }];
  return output[0].code.replace('var storage', 'globalThis.storage');
}

beforeAll(async () => {
  const code = await bundle();
  server = createServer((request, response) => {
    const script = request.url === '/store.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(script ? code : '<!doctype html><script src="/store.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs() });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  await context?.close();
  context = await browser.newContext();
});

async function tab(): Promise<Page> {
  const page = await context.newPage();
  const { port } = server.address() as AddressInfo;
  await page.goto(`http://localhost:${port}/`);
  return page;
}

/** Starts a dataset that is never committed, and waits until its bytes are in the database. */
async function startImport(page: Page): Promise<void> {
  await page.evaluate(
    async (picture) => {
      const store = await storage.openStore();
      const writer = store.datasets.writer('d');
      const forms = { original: new Blob(['o']), copy: null, thumbnail: new Blob(['t']) };
      await writer.add(picture, forms);
      globalThis.underWay = writer;
    },
    pictureOf('d', 0),
  );
  await expect.poll(() => stored(page)).toEqual({ blobs: 2, journal: 1 });
}

/** Counts records past the store. */
function stored(page: Page): Promise<{ blobs: number; journal: number }> {
  return page.evaluate(async () => {
    const settle = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await settle(indexedDB.open('lensmith'));
    const tx = db.transaction(['blobs', 'journal']);
    const blobs = await settle(tx.objectStore('blobs').count());
    const journal = await settle(tx.objectStore('journal').count());
    db.close();
    return { blobs, journal };
  });
}

test('an import under way in one tab survives the start of another, and its death is cleaned up', async () => {
  const importing = await tab();
  await startImport(importing);
  const second = await tab();
  await second.evaluate(async () => {
    const store = await storage.openStore();
    // The sweep asks for the writer's lock before it answers; a list behind it is in order.
    await store.datasets.list();
    await navigator.locks.query();
    store.close();
  });
  expect(await stored(second)).toEqual({ blobs: 2, journal: 1 });

  await importing.close();
  await expect
    .poll(() => second.evaluate(async () => (await navigator.locks.query()).held?.length))
    .toBe(0);
  await second.evaluate(async () => (await storage.openStore()).datasets.list());
  await expect.poll(() => stored(second)).toEqual({ blobs: 0, journal: 0 });
});

test('an import in a tab is committed though another tab started meanwhile', async () => {
  const importing = await tab();
  await startImport(importing);
  const second = await tab();
  await second.evaluate(async () => (await storage.openStore()).datasets.list());
  await importing.evaluate(([dataset, picture]) => underWay.commit(dataset, [picture]), [
    datasetOf('d'),
    pictureOf('d', 0),
  ] as const);
  const text = await second.evaluate(async () => {
    const store = await storage.openStore();
    return (await store.datasets.blob('d/0', 'original'))?.text();
  });
  expect(text).toBe('o');
  expect(await stored(second)).toEqual({ blobs: 2, journal: 0 });
});

test("the browser's quota gives storageFull, and what was written before is still there", async () => {
  const page = await tab();
  // Before the first write: Chromium remembers for a while how much room there was.
  const devtools = await context.newCDPSession(page);
  const { port } = server.address() as AddressInfo;
  await devtools.send('Storage.overrideQuotaForOrigin', {
    origin: `http://localhost:${port}`,
    quotaSize: 12 * 2 ** 20,
  });
  const outcome = await page.evaluate(
    async (picture) => {
      const store = await storage.openStore();
      await store.artifacts.put('small', new Uint8Array([7]));
      const noise = () => {
        const bytes = new Uint8Array(2 ** 20);
        for (let i = 0; i < bytes.length; i += 2 ** 16)
          crypto.getRandomValues(bytes.subarray(i, i + 2 ** 16));
        return bytes;
      };
      const codes: string[] = [];
      const writer = store.datasets.writer('d');
      try {
        for (let ordinal = 0; ordinal < 64; ordinal++) {
          const forms = { original: new Blob([noise()]), copy: null, thumbnail: new Blob(['t']) };
          await writer.add({ ...picture, ordinal }, forms);
        }
      } catch (error) {
        codes.push((error as { code: string }).code);
      }
      try {
        await store.artifacts.put('big', Array.from({ length: 64 }, noise));
      } catch (error) {
        codes.push((error as { code: string }).code);
      }
      const small = await store.artifacts.get<Uint8Array>('small');
      return { codes, small: small?.[0], datasets: (await store.datasets.list()).length };
    },
    pictureOf('d', 0),
  );
  expect(outcome).toEqual({ codes: ['storageFull', 'storageFull'], small: 7, datasets: 0 });
  expect(await stored(page)).toEqual({ blobs: 0, journal: 0 });
});

test('use tells what the browser tells', async () => {
  const page = await tab();
  const use = await page.evaluate(async () => (await storage.openStore()).use());
  expect(use.quotaBytes).toBeGreaterThan(0);
  expect(use.usedBytes).toBeGreaterThanOrEqual(0);
  expect(typeof use.persisted).toBe('boolean');
});
