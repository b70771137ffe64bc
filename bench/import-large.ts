import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, fileHandle, openApp } from '../scripts/app';
import { type BenchRow, row } from './row';
import { writeZip } from './zip-file';

const pictures = Number(process.env.IMPORT_PICTURES ?? 5000);
const side = 1000;
const perBatch = 25;

/** Draws JPEGs of one megapixel in the page (random blobs on a gradient: no two look alike). */
async function drawBatch(app: App, first: number): Promise<Uint8Array[]> {
  const encoded = await app.page.evaluate(
    async ({ first, perBatch, side }) => {
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      const out: string[] = [];
      for (let i = first; i < first + perBatch; i++) {
        let state = (i + 1) * 2654435761;
        const random = () => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          return state / 2 ** 32;
        };
        const colour = () => `hsl(${random() * 360} 70% ${20 + random() * 60}%)`;
        const gradient = context.createLinearGradient(0, 0, side * random(), side);
        gradient.addColorStop(0, colour());
        gradient.addColorStop(1, colour());
        context.fillStyle = gradient;
        context.fillRect(0, 0, side, side);
        for (let blob = 0; blob < 40; blob++) {
          context.fillStyle = colour();
          context.beginPath();
          const radius = 20 + random() * 160;
          context.ellipse(random() * side, random() * side, radius, radius * random(), 0, 0, 7);
          context.fill();
        }
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = '';
        for (let at = 0; at < bytes.length; at += 8192) {
          text += String.fromCharCode(...bytes.subarray(at, at + 8192));
        }
        out.push(btoa(text));
      }
      return out;
    },
    { first, perBatch, side },
  );
  return encoded.map((text) => Buffer.from(text, 'base64'));
}

async function* jpegs(app: App) {
  for (let first = 0; first < pictures; first += perBatch) {
    for (const [offset, data] of (await drawBatch(app, first)).entries()) {
      const index = first + offset;
      yield { name: `class-${index % 10}/${index}.jpg`, data };
    }
  }
}

/** 5,000 pictures of one megapixel (IMPORT_PICTURES: fewer, for a quick look): the page's heap, its longest task, and pictures a second. */
export async function importLarge(): Promise<BenchRow[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'lensmith-bench-'));
  const path = join(scratch, 'large.zip');
  let app = await openApp();
  try {
    const bytes = await writeZip(path, jpegs(app));
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
