import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { type Zippable, zipSync } from 'fflate';
import { fileHandle } from '../scripts/app';
import { drawHue, drawShape, hues, shapes } from './pictures';

export { expect };

export const sample = resolve(import.meta.dirname, '../public/samples/fashion-mnist.zip');

interface Fixtures {
  /** Opens the app with an empty database; every error the page throws, and every breach of its policy, fails the test. */
  app: Page;
  /** Writes an archive and returns its path. */
  archive: (name: string, files: Zippable) => string;
}

export const test = base.extend<Fixtures>({
  async app({ page }, use) {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    // Of the page and its workers: nothing of ours runs up against the policy that the host sends.
    page.on('console', (message) => {
      const text = message.text();
      // Playwright's trace reads the pictures that the page shows; what is a blob goes nowhere.
      if (/content security policy/i.test(text) && !/to 'blob:/.test(text)) faults.push(text);
    });
    await page.goto('./');
    await page.evaluate(() => window.lensmith.ready);
    await use(page);
    expect(faults).toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures off a destructured argument
  async archive({}, use, info) {
    await use((name, files) => {
      const path = join(info.outputDir, name);
      mkdirSync(info.outputDir, { recursive: true });
      writeFileSync(path, zipSync(files, { level: 0 }));
      return path;
    });
  },
});

/** `perClass` pictures of each of three classes, as `<class>/<n>.png`. */
export function shapeFolders(perClass: number): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const shape of shapes) {
    for (let i = 0; i < perClass; i++) files[`${shape}/${i}.png`] = drawShape(shape, i);
  }
  return files;
}

/** `perClass` pictures of each of three hues, as `<hue>/<n>.png`; other pictures from another `from`. */
export function hueFolders(perClass: number, from = 0): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const hue of hues) {
    for (let i = 0; i < perClass; i++) files[`${hue}/${i}.png`] = drawHue(hue, from + i);
  }
  return files;
}

/** Imports through `window.lensmith`; a refusal comes back as its code and remedy. */
export async function importFile(page: Page, path: string) {
  const file = await fileHandle(page, path);
  return page.evaluate(async (file) => {
    try {
      return { dataset: await window.lensmith.importDataset(file), error: null };
    } catch (error) {
      const { code, remedy } = error as { code: string; remedy: string };
      return { dataset: null, error: { code, remedy } };
    }
  }, file);
}
