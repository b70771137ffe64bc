import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'puppeteer-core';
// Declares `window.lensmith` for what runs inside the page.
import type {} from '../../src/api';

/** One thing looked at in one browser. */
export interface Finding {
  what: string;
  /** Null: not looked at, because something before it failed. */
  works: boolean | null;
  detail: string;
}

export interface Measured {
  browser: string;
  features: Finding[];
  job: Finding[];
}

/** Functions that are valid only where the instructions are known (as in wasm-feature-detect). */
const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10];
const probes = {
  simd: [...head, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
  relaxed: [...head, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
};

/** What the app makes use of where it is there. */
async function features(page: Page): Promise<Finding[]> {
  const found = await page.evaluate(async ({ simd, relaxed }) => {
    const adapter = await (
      navigator as { gpu?: { requestAdapter(): Promise<unknown> } }
    ).gpu?.requestAdapter();
    const root = await navigator.storage?.getDirectory?.().catch(() => null);
    return {
      'WebAssembly SIMD': WebAssembly.validate(new Uint8Array(simd)),
      'Relaxed SIMD': WebAssembly.validate(new Uint8Array(relaxed)),
      'WebGPU adapter': adapter !== null && adapter !== undefined,
      'Private file system': root !== null && root !== undefined,
      'Web Locks': 'locks' in navigator,
      'Service worker': 'serviceWorker' in navigator,
      'Screen wake lock': 'wakeLock' in navigator,
      'File picker for saving': 'showSaveFilePicker' in window,
      'Files opened by the system': 'launchQueue' in window,
    };
  }, probes);
  return Object.entries(found).map(([what, works]) => ({ what, works, detail: '' }));
}

/**
 * What `act` resolves to in the page. It is asked for again and again, not waited for: Firefox has at times
 * lost the answer to a call of many seconds.
 */
async function inPage<Value>(page: Page, act: () => Promise<Value>): Promise<Value> {
  await page.evaluate(`void (window.step = {}, (${act})().then(
    (value) => Object.assign(window.step, { done: true, value }),
    (error) => Object.assign(window.step, { done: true, error: String(error.message ?? error) }),
  ))`);
  const over = () => (window as never as { step: { done?: boolean } }).step.done === true;
  await page.waitForFunction(over, { polling: 200, timeout: 180_000 });
  const { value, error } = await page.evaluate(
    () => (window as never as { step: { value?: unknown; error?: string } }).step,
  );
  if (error !== undefined) throw new Error(error);
  return value as Value;
}

type Step = [what: string, act: () => Promise<string>];

/** Steps in their order; after one that fails the rest is not looked at. */
async function inOrder(steps: Step[], log: (line: string) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [what, act] of steps) {
    if (findings.some(({ works }) => works === false)) {
      findings.push({ what, works: null, detail: '' });
      continue;
    }
    const began = performance.now();
    try {
      const detail = await act();
      findings.push({ what, works: true, detail });
    } catch (error) {
      findings.push({ what, works: false, detail: (error as Error).message.split('\n')[0] ?? '' });
    }
    const { works, detail } = findings.at(-1)!;
    log(`${what}: ${works} ${detail} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
  return findings;
}

export interface Host {
  url: string;
  stop(): Promise<void>;
}

/** The main job on the sample, by the functions that the views use, then without the host. */
export async function measure(
  browser: Browser,
  host: Host,
  sample: string,
  log: (line: string) => void,
): Promise<Measured> {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(host.url);
  await page.waitForFunction(() => 'lensmith' in window);
  await page.evaluate(() => window.lensmith.ready);
  const base64 = readFileSync(sample).toString('base64');
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const found = await features(page);
  const job = await inOrder(
    [
      [
        'Import a ZIP',
        () =>
          page.evaluate(async (base64) => {
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            const { id, images } = await window.lensmith.importDataset(
              new File([bytes], 'fashion-mnist.zip'),
            );
            sessionStorage.setItem('dataset', id);
            return `${images} pictures`;
          }, base64),
      ],
      [
        'Train a starter network',
        async () => {
          const run = await inPage(page, async () => {
            const [run] = await window.lensmith.train({
              dataset: sessionStorage.getItem('dataset')!,
              backbones: ['mobilenetv3_large_100'],
              preset: 'quick',
              depth: 'head',
            });
            return {
              accuracy: run!.validation!.accuracy,
              backend: run!.tags['device.backend'] ?? '',
            };
          });
          return `${percent(run.accuracy)} on ${run.backend}`;
        },
      ],
      [
        'Train every layer of a small network',
        async () => {
          const accuracy = await inPage(page, async () => {
            const [run] = await window.lensmith.train({
              dataset: sessionStorage.getItem('dataset')!,
              backbones: ['tiny_resnet'],
              depth: 'all',
              epochs: 3,
            });
            return run!.validation!.accuracy;
          });
          return percent(accuracy);
        },
      ],
      [
        'Predict and explain a picture',
        () =>
          inPage(page, async () => {
            const picture = await new Promise<Blob>((done) => {
              const canvas = document.createElement('canvas');
              canvas.width = 64;
              canvas.height = 64;
              canvas.getContext('2d')!.fillRect(16, 16, 32, 32);
              canvas.toBlob((blob) => done(blob!), 'image/png');
            });
            const { predictions } = await window.lensmith.predict('best', picture, { topK: 3 });
            const map = await window.lensmith.explain('best', picture);
            return `${predictions.length} classes, ${map ? 'a heatmap' : 'no heatmap'}`;
          }),
      ],
      [
        'Export a bundle, checked by its readers',
        () =>
          inPage(page, async () => {
            const runs = await window.lensmith.runs();
            const { certificate } = await window.lensmith.export(runs[0]!.id, 'bundle');
            const failed = certificate!.checks.filter(({ passed }) => !passed);
            if (failed.length > 0) throw new Error(`${failed[0]!.file}: ${failed[0]!.reason}`);
            return `${certificate!.checks.length} formats passed`;
          }),
      ],
      [
        'Reload: everything is there',
        async () => {
          await page.reload();
          await page.waitForFunction(() => 'lensmith' in window);
          const runs = await page.evaluate(async () => (await window.lensmith.runs()).length);
          if (runs !== 2) throw new Error(`${runs} runs instead of 2`);
          return `${runs} runs`;
        },
      ],
      [
        'Open without a network',
        async () => {
          await page.evaluate(async () => void (await navigator.serviceWorker.ready));
          await host.stop();
          await page.reload();
          await page.waitForFunction(() => 'lensmith' in window);
          const runs = await page.evaluate(async () => (await window.lensmith.runs()).length);
          return `${runs} runs`;
        },
      ],
      [
        'No error on the page',
        async () => {
          if (faults.length > 0) throw new Error(faults[0]);
          return '';
        },
      ],
    ],
    log,
  );
  return { browser: (await browser.version()).replace('/', ' '), features: found, job };
}
