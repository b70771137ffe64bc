import { gzipSync } from 'node:zlib';
import { openApp } from '../scripts/app';
import { type BenchRow, row } from './row';

/** Gzipped bytes of the JavaScript that a first visit loads before the landing page is shown. */
export async function firstPaint(): Promise<BenchRow[]> {
  const app = await openApp();
  try {
    const page = await app.context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (!/\.js(\?|$)/.test(response.url())) return;
      if (response.request().serviceWorker()) return;
      sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(app.url, { waitUntil: 'load' });
    await page.getByRole('main').waitFor();
    const atPaint = sizes.length;
    const bytes = (await Promise.all(sizes.slice(0, atPaint))).reduce((sum, size) => sum + size, 0);
    return [row('first-paint/javascript', 'KB gzip', bytes / 1000, 100, 'goal', 'lower')];
  } finally {
    await app.close();
  }
}
