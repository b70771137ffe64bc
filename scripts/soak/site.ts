import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { type Zippable, zipSync } from 'fflate';
import { shapeFolders } from '../../e2e/fixtures';
import { hostUnder, type StaticHost } from '../../e2e/static-host';
import { ensureBuilt, fileHandle } from '../app';
import { chromiumArgs, ensureChromium } from '../browser';

/** One browser on one copy of the built app; pages come and go. */
export interface Site {
  browser: Browser;
  context: BrowserContext;
  host: StaticHost;
  /** The page at work; the one opened after it is gone. */
  page: Page;
  /** Last epochs of every message that a page has heard, since it was last emptied. */
  epochs: number[];
  /** An archive of 3 classes with `perClass` pictures each. */
  archive(name: string, perClass: number, more?: Zippable): string;
  open(hash: string): Promise<Page>;
  /** Makes the host serve a next version. */
  publish(): void;
  stop(): Promise<void>;
}

export async function openSite(gpu: boolean): Promise<Site> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'lensmith-soak-'));
  const app = join(folder, 'app');
  cpSync(resolve(import.meta.dirname, '../../dist'), app, { recursive: true });
  const host = await hostUnder('/lensmith/', app);
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [
      ...chromiumArgs({ webgpu: gpu }),
      // Chromium takes the GPU from a page that has lost it a few times.
      ...(gpu
        ? ['--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit']
        : []),
    ],
  });
  const context = await browser.newContext({ locale: 'en-GB' });
  // tsx wraps functions in `__name`, also those that run inside the page.
  await context.addInitScript('globalThis.__name = (value) => value');
  const epochs: number[] = [];
  await context.exposeFunction('soakHeard', (epoch: number) => void epochs.push(epoch));
  await context.addInitScript(listen);

  const open = async (hash: string) => {
    const page = await context.newPage();
    await page.goto(`${host.url}${hash}`);
    await page.evaluate(() => window.lensmith.ready);
    return page;
  };
  const page = await open('');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  return {
    browser,
    context,
    host,
    page,
    epochs,
    archive(name, perClass, more = {}) {
      const path = join(folder, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, zipSync({ ...shapeFolders(perClass), ...more }, { level: 0 }));
      return path;
    },
    open,
    publish: () => appendFileSync(join(app, 'service-worker.js'), '\n// The next version.'),
    async stop() {
      await browser.close();
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs in every page: tells how far its own or another tab's training has come. */
function listen(): void {
  const channel = new BroadcastChannel('lensmith-training');
  channel.onmessage = ({ data }) => {
    for (const event of data.events ?? []) {
      if (event.type !== 'metrics') continue;
      const last = Math.max(...event.metrics.map(({ step }: { step: number }) => step));
      (window as never as { soakHeard(epoch: number): void }).soakHeard(last);
    }
  };
}

/** What `work` of a page has come to: kept in the page, read from outside. */
export interface Work {
  done: boolean;
  /** 0..1 of an import. */
  progress: number;
  /** Of the error it ended with. */
  code: string | null;
}

export const workOf = (page: Page): Promise<Work> =>
  page.evaluate(() => (window as never as { work: Work }).work);

export async function startImport(page: Page, path: string): Promise<void> {
  const file = await fileHandle(page, path);
  await page.evaluate((file) => {
    const work: Work = { done: false, progress: 0, code: null };
    Object.assign(window, { work });
    const onProgress = (progress: { done: number; total: number | null }) => {
      work.progress = progress.total ? progress.done / progress.total : 0;
    };
    window.lensmith
      .importDataset(file, { onProgress })
      .catch((error) => {
        work.code = error.code === 'internal' ? `internal: ${error.message}` : error.code;
      })
      .finally(() => {
        work.done = true;
      });
  }, file);
}

export async function startTraining(page: Page, dataset: string, gpu: boolean): Promise<void> {
  await page.evaluate(
    ({ dataset, gpu, epochs }) => {
      const work: Work = { done: false, progress: 0, code: null };
      Object.assign(window, { work });
      window.lensmith
        .train({
          dataset,
          backbones: ['tiny_resnet'],
          depth: gpu ? 'last-stage' : 'all',
          epochs,
          learningRate: 1e-3,
          backend: gpu ? 'webgpu' : 'wasm',
        })
        .catch((error) => {
          work.code = error.code === 'internal' ? `internal: ${error.message}` : error.code;
        })
        .finally(() => {
          work.done = true;
        });
    },
    { dataset, gpu, epochs: trainedEpochs },
  );
}

export const trainedEpochs = 16;

export async function startExport(page: Page, run: string): Promise<void> {
  await page.evaluate((run) => {
    const work: Work = { done: false, progress: 0, code: null };
    Object.assign(window, { work });
    window.lensmith
      .export(run, 'bundle')
      .catch((error) => {
        work.code = error.code === 'internal' ? `internal: ${error.message}` : error.code;
      })
      .finally(() => {
        work.done = true;
      });
  }, run);
}
