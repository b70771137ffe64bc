import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileHandle, openApp } from '../scripts/app';
import { flatness, type HeapSample } from './flatness';
import { generatedPicture } from './generated-pictures';
import { type BenchRow, row } from './row';
import { watchWorkerHeaps } from './worker-heaps';
import { writeZip } from './zip-file';

const pictures = Number(process.env.SCALE_PICTURES ?? 50_000);
/** From here on the workers' heap has to stay where it is. */
const settled = Math.min(5000, pictures / 10);

async function* generated() {
  for (let index = 0; index < pictures; index++) yield generatedPicture(index);
}

/**
 * Many pictures (SCALE_PICTURES: fewer) at head depth on the fastest starter, WASM: whether it ends,
 * what the workers hold meanwhile, and how long the page is blocked.
 */
export async function scale(): Promise<BenchRow[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'lensmith-bench-'));
  const path = join(scratch, 'scale.zip');
  const bytes = await writeZip(path, generated());
  console.error(`  archive of ${(bytes / 1e6).toFixed(0)} MB`);
  const app = await openApp();
  try {
    const heaps = await watchWorkerHeaps(app.page);
    const file = await fileHandle(app.page, path);
    await app.page.evaluate(() => {
      const observed = { longest: 0, done: 0 };
      Object.assign(window, { observed });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          observed.longest = Math.max(observed.longest, duration);
        }
      }).observe({ type: 'longtask' });
    });
    const samples: HeapSample[] = [];
    let sampling = false;
    const timer = setInterval(async () => {
      if (sampling) return;
      sampling = true;
      const done = await app.page.evaluate(() => window.observed.done).catch(() => 0);
      if (done > 0) samples.push({ done, bytes: await heaps.sample() });
      sampling = false;
    }, 1000);
    const result = await app.page.evaluate(async (file) => {
      const { lensmith } = window;
      await lensmith.ready;
      const started = performance.now();
      const dataset = await lensmith.importDataset(file);
      const imported = performance.now();
      const runs = await lensmith.train(
        {
          dataset: dataset.id,
          backbones: ['mobilenetv3_large_100'],
          depth: 'head',
          backend: 'wasm',
        },
        (event) => {
          const features = event.type === 'progress' && event.phase === 'features';
          window.observed.done = features ? event.done : 0;
        },
      );
      return {
        images: dataset.images,
        accuracy: runs[0]?.test?.accuracy ?? null,
        error: runs[0]?.error?.message,
        longest: window.observed.longest,
        importSeconds: (imported - started) / 1000,
        trainSeconds: (performance.now() - imported) / 1000,
      };
    }, file);
    clearInterval(timer);
    if (result.images < 0.99 * pictures) throw new Error(`${result.images} pictures imported`);
    if (result.accuracy === null) throw new Error(`no run finished: ${result.error}`);
    const peak = samples.reduce((most, sample) => Math.max(most, sample.bytes), 0);
    console.error(`  test accuracy ${result.accuracy}; workers held ${(peak / 1e6).toFixed(0)} MB`);
    const name = `scale/${pictures}`;
    const goal = (part: string, unit: string, value: number, most: number) =>
      row(`${name}/${part}`, unit, value, most, 'goal', 'lower');
    const rate = (part: string, seconds: number) =>
      row(`${name}/${part}`, 'pictures/s', pictures / seconds, null, '-', 'higher');
    return [
      goal('worker-heap', `highest / lowest after ${settled}`, flatness(samples, settled), 1.1),
      goal('longest-task', 'ms', Math.max(result.longest, 1), 100),
      rate('import', result.importSeconds),
      rate('train', result.trainSeconds),
    ];
  } finally {
    await app.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

declare global {
  interface Window {
    observed: { longest: number; done: number };
  }
}
