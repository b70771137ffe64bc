import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { build, type Rollup } from 'vite';
// Declares `window.benchStore` for what runs inside the page.
import type {} from './inject/store';

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

/** Puts `window.benchStore`, a door to the app's store, into the app's page. */
export async function injectStore(page: Page): Promise<void> {
  script ??= bundle();
  await page.addScriptTag({ content: await script });
}
