import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
// Declares `window.lensmith` for what runs inside the page.
import type {} from '../src/api';
import { chromiumArgs, ensureChromium } from './browser';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');

function newest(paths: string[]): number {
  return Math.max(0, ...paths.map((path) => statSync(path).mtimeMs));
}

/** Builds the app unless `dist` is newer than everything it is made of. */
export async function ensureBuilt(): Promise<void> {
  const sources = ['src', 'workers', 'core', 'model-zoo', 'public'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((path) =>
      join(root, folder, String(path)),
    ),
  );
  const entry = join(dist, 'index.html');
  sources.push(...['index.html', 'vite.config.ts', 'package.json'].map((f) => join(root, f)));
  if (existsSync(entry) && statSync(entry).mtimeMs > newest(sources)) return;
  console.error('Building the app ...');
  await build({ root, logLevel: 'error' });
}

export interface App {
  page: Page;
  context: BrowserContext;
  url: string;
  close(): Promise<void>;
}

/**
 * The built app in headless Chromium, with an empty profile on disk (IndexedDB and OPFS are then
 * bounded by the disk, not by memory), served from this machine only.
 */
export async function openApp(
  options: { webgpu?: boolean; args?: string[]; deviceScaleFactor?: number } = {},
): Promise<App> {
  await ensureBuilt();
  const server = await preview({
    root,
    logLevel: 'silent',
    preview: { port: 0, host: '127.0.0.1', open: false },
  });
  const url = server.resolvedUrls?.local[0] ?? '';
  const profile = mkdtempSync(join(tmpdir(), 'lensmith-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    args: [...chromiumArgs({ webgpu: options.webgpu }), ...(options.args ?? [])],
    locale: 'en-GB',
    deviceScaleFactor: options.deviceScaleFactor ?? 1,
  });
  // tsx (esbuild's keepNames) wraps functions in `__name`, also those that run inside the page:
  // https://github.com/privatenumber/tsx/issues/113
  await context.addInitScript('globalThis.__name = (value) => value');
  const page = await context.newPage();
  await page.goto(url);
  return {
    page,
    context,
    url,
    async close() {
      await context.close();
      await server.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Hands a file of this machine to the page as a File: the browser reads it by slices itself. */
export async function fileHandle(page: Page, path: string) {
  const input = await page.evaluateHandle(() => {
    const element = document.createElement('input');
    element.type = 'file';
    return element;
  });
  await input.asElement()?.setInputFiles(path);
  return page.evaluateHandle((element) => (element as HTMLInputElement).files?.[0] as File, input);
}
