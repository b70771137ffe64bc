import type { Page } from '@playwright/test';
import { openApp } from '../scripts/app';
import { injectStore } from './app-store';
import { median } from './median';
import { type BenchRow, row } from './row';

const classes = 100;
const predictions = 10_000;
const rounds = 9;

/**
 * A stored run's confusion matrix in the app's page, from click to paint. Whole: from Compare's link,
 * which measures the run and makes the view with all else that is on it; the first time also loads
 * the view's code. Redraw: the matrix alone, from counts to shares or back.
 */
export async function matrix(): Promise<BenchRow[]> {
  const app = await openApp();
  try {
    await app.page.evaluate(() => window.lensmith.ready);
    await injectStore(app.page);
    const run = await app.page.evaluate(
      ({ classes, predictions }) => window.benchStore.putFinishedRun(classes, predictions),
      { classes, predictions },
    );
    await app.page.goto(`${app.url}#/compare`);
    await app.page.reload();
    const first = await clickToPaint(app.page, run);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await clickToPaint(app.page, run));
    const redraws: number[] = [];
    for (let round = 0; round < rounds; round++) redraws.push(await toggleToPaint(app.page));
    const name = `matrix/${classes}x${predictions}`;
    return [
      row(`${name}/redraw`, 'ms', median(redraws), 200, 'goal', 'lower'),
      row(name, 'ms', median(times), 200, 'goal', 'lower'),
      row(`${name}/first`, 'ms', first, null, '-', 'lower'),
    ];
  } finally {
    await app.close();
  }
}

async function clickToPaint(page: Page, run: string): Promise<number> {
  await page.evaluate(() => {
    location.hash = '#/compare';
  });
  await page.locator(`a[href*="#/evaluate?run=${run}"]`).first().waitFor();
  return page.evaluate(
    ({ run, classes }) =>
      new Promise<number>((resolve) => {
        const link = document.querySelector<HTMLElement>(`a[href*="#/evaluate?run=${run}"]`)!;
        const made = new MutationObserver(() => {
          const grid = document.querySelector('.matrix [role="grid"]');
          if (grid?.getAttribute('aria-rowcount') !== String(classes + 1)) return;
          made.disconnect();
          // The frame after the next begins when this one has been painted.
          requestAnimationFrame(() =>
            requestAnimationFrame(() => resolve(performance.now() - started)),
          );
        });
        made.observe(document.body, { childList: true, subtree: true });
        const started = performance.now();
        link.click();
      }),
    { run, classes },
  );
}

function toggleToPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const other = document.querySelector<HTMLInputElement>(
          '.matrix header input[type="radio"]:not(:checked)',
        );
        if (!other) return reject(new Error('counts and shares cannot be told apart'));
        const started = performance.now();
        other.click();
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(performance.now() - started)),
        );
      }),
  );
}
