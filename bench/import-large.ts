import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileHandle, openApp } from '../scripts/app';
import { jpegs } from './drawn-jpegs';
import { type BenchRow, row } from './row';
import { writeZip } from './zip-file';

const pictures = Number(process.env.IMPORT_PICTURES ?? 5000);

/** 5,000 pictures of one megapixel (IMPORT_PICTURES: fewer, for a quick look): the page's heap, its longest task, and pictures a second. */
export async function importLarge(): Promise<BenchRow[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'lensmith-bench-'));
  const path = join(scratch, 'large.zip');
  let app = await openApp();
  try {
    const bytes = await writeZip(path, jpegs(app, pictures));
    console.error(`  archive of ${(bytes / 1e6).toFixed(0)} MB`);
    await app.close();
    app = await openApp();
    const cdp = await app.context.newCDPSession(app.page);
    let peakHeap = 0;
    const sample = async () => {
      const { usedSize } = await cdp.send('Runtime.getHeapUsage');
      peakHeap = Math.max(peakHeap, usedSize);
    };
    const timer = setInterval(() => void sample().catch(() => {}), 500);
    const file = await fileHandle(app.page, path);
    const result = await app.page.evaluate(async (file) => {
      await window.lensmith.ready;
      let longest = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
      }).observe({ type: 'longtask' });
      const started = performance.now();
      const { images } = await window.lensmith.importDataset(file);
      const seconds = (performance.now() - started) / 1000;
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return { images, seconds, longest };
    }, file);
    clearInterval(timer);
    if (result.images !== pictures) throw new Error(`${result.images} pictures were imported`);
    return [
      row('import/page-heap', 'MB', peakHeap / 1e6, 200, 'goal', 'lower'),
      row('import/longest-task', 'ms', Math.max(result.longest, 1), 100, 'goal', 'lower'),
      row('import/rate', 'pictures/s', pictures / result.seconds, null, '-', 'higher'),
    ];
  } finally {
    await app.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}
