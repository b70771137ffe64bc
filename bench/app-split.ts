import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { build, type Rollup } from 'vite';
import type { Run } from '../core/run';
import type { SplitRow } from './inject/store';

let script: Promise<string> | null = null;

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      lib: {
        entry: resolve(import.meta.dirname, 'inject/store.ts'),
        formats: ['iife'],
        name: 'benchInjected',
      },
    },
  });
  return ((result as Rollup.RollupOutput[])[0].output[0] as Rollup.OutputChunk).code;
}

/** The split that `run` saw, read from the app's store. Throws when it is not that one. */
export async function splitOf(page: Page, run: Run, seed: number): Promise<SplitRow[]> {
  script ??= bundle();
  await page.addScriptTag({ content: await script });
  const { hash, rows } = await page.evaluate(({ id, seed }) => window.benchStore.split(id, seed), {
    id: run.datasetId,
    seed,
  });
  if (hash !== run.tags['split.hash']) throw new Error('the split is not the one that was run');
  return rows;
}
