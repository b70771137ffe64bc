import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { chromiumArgs, ensureChromium } from '../scripts/browser';
// Declares `window.bench` for what runs inside the page.
import type {} from './page/main';

const configFile = resolve(import.meta.dirname, 'page/vite.config.ts');
let built: Promise<unknown> | null = null;

/**
 * Runs `work` on the bench's own page (bench/page, built once a run) in headless Chromium,
 * cross-origin isolated, with an empty profile.
 */
export async function onBenchPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  built ??= build({ configFile, logLevel: 'error' });
  await built;
  const server = await preview({
    configFile,
    logLevel: 'silent',
    preview: { port: 0, host: '127.0.0.1', open: false },
  });
  const profile = mkdtempSync(join(tmpdir(), 'lensmith-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    args: chromiumArgs(),
  });
  try {
    // See scripts/app.ts.
    await context.addInitScript('globalThis.__name = (value) => value');
    const page = await context.newPage();
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('not isolated');
    return await work(page);
  } finally {
    await context.close();
    await server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
