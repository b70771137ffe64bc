import { isDeepStrictEqual } from 'node:util';
import type { Page } from '@playwright/test';
import type { Run } from '../../core/run';

/** All that is finished, as the store has it. */
export interface Kept {
  datasets: { id: string }[];
  pictures: number;
  runs: Run[];
}

export async function readKept(page: Page): Promise<Kept> {
  const runs = await page.evaluate(() => window.lensmith.runs());
  const stored = await page.evaluate(
    () =>
      new Promise<{ datasets: { id: string }[]; pictures: number }>((resolve, reject) => {
        const open = indexedDB.open('lensmith');
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const reading = open.result.transaction(['datasets', 'pictures']);
          const datasets = reading.objectStore('datasets').getAll();
          const pictures = reading.objectStore('pictures').count();
          reading.onabort = () => reject(reading.error);
          reading.oncomplete = () => {
            open.result.close();
            resolve({ datasets: datasets.result, pictures: pictures.result });
          };
        };
      }),
  );
  return { ...stored, runs: runs.filter(({ status }) => status === 'finished') };
}

/** What of `before` is gone or has changed, in words. */
export function lost(before: Kept, after: Kept): string[] {
  const problems: string[] = [];
  for (const run of before.runs) {
    const now = after.runs.find(({ id }) => id === run.id);
    if (!isDeepStrictEqual(now, run)) problems.push(`run ${run.id} is gone or has changed`);
  }
  for (const dataset of before.datasets) {
    const now = after.datasets.find(({ id }) => id === dataset.id);
    if (!isDeepStrictEqual(now, dataset)) {
      problems.push(`dataset ${dataset.id} is gone or has changed`);
    }
  }
  if (after.pictures < before.pictures) {
    problems.push(`${before.pictures - after.pictures} pictures are gone`);
  }
  return problems;
}
