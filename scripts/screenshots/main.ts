import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type App, openApp } from '../app';
import { record } from './moving';
import { desktop, type Scheme, sizeOf } from './save';
import { shootNarrow, shootViews } from './views';

// npm run screenshots -- [folder] [ZIP]: every picture of the README, of docs/views.md and of the
// manifest, from real runs of the app. LENSMITH_ONLY=moving or views makes a part of them.
const root = resolve(import.meta.dirname, '../..');
const folder = resolve(process.argv[2] ?? join(root, 'docs/images'));
const zip = resolve(process.argv[3] ?? join(root, 'public/samples/fashion-mnist.zip'));
const ours = process.argv[2] === undefined;
const shots = ours ? join(root, 'public/screenshots') : folder;
const only = process.env.LENSMITH_ONLY;

/** Each in a browser of its own, as for somebody who comes for the first time. */
async function within(work: (app: App) => Promise<void>, deviceScaleFactor = 1): Promise<void> {
  const app = await openApp({ deviceScaleFactor });
  try {
    await app.page.setViewportSize(desktop);
    await work(app);
  } finally {
    await app.close();
  }
}

mkdirSync(folder, { recursive: true });
mkdirSync(shots, { recursive: true });
const install = { wide: join(shots, 'wide.png'), narrow: join(shots, 'narrow.png') };
if (only !== 'moving') {
  await within(({ page, url }) => shootViews(page, url, zip, folder, install));
  await within(({ page, url }) => shootNarrow(page, url, zip, install.narrow), 2);
}
if (only !== 'views') {
  for (const scheme of ['light', 'dark'] satisfies Scheme[]) {
    await within(async ({ page }) => {
      const recorder = await record(page, zip, scheme);
      const path = join(folder, `lensmith-${scheme}.webp`);
      const seconds = await recorder.save(path, 960);
      console.error(`${path}: ${seconds.toFixed(1)} s, ${sizeOf(path)}`);
    });
  }
}
