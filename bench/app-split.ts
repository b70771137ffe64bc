import type { Page } from '@playwright/test';
import type { Run } from '../core/run';
import { injectStore } from './app-store';
import type { SplitRow } from './inject/store';

/** The split that `run` saw, read from the app's store. Throws when it is not that one. */
export async function splitOf(page: Page, run: Run, seed: number): Promise<SplitRow[]> {
  await injectStore(page);
  const { hash, rows } = await page.evaluate(({ id, seed }) => window.benchStore.split(id, seed), {
    id: run.datasetId,
    seed,
  });
  if (hash !== run.tags['split.hash']) throw new Error('the split is not the one that was run');
  return rows;
}
