import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

export type Scheme = 'light' | 'dark';

/** The page as it now is, in light and dark, and at a phone's width; into `folder` as WebP. */
export async function shoot(page: Page, folder: string, name: string): Promise<void> {
  for (const [suffix, viewport, colorScheme] of [
    ['light', desktop, 'light'],
    ['dark', desktop, 'dark'],
    ['phone', phone, 'light'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Thumbnails and charts fill in once they are in view.
    await page.waitForTimeout(700);
    const picture = await page.screenshot();
    await sharp(picture)
      .webp({ quality: 84, effort: 6 })
      .toFile(join(folder, `${name}-${suffix}.webp`));
  }
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** For the manifest, which wants PNG: see scripts/manifest.ts. */
export async function shootForInstall(page: Page, path: string): Promise<void> {
  await page.waitForTimeout(700);
  // A palette of 256 colours: no browser's installer shows a difference.
  await sharp(await page.screenshot())
    .png({ palette: true, effort: 10 })
    .toFile(path);
}

/** In kB, for who runs the script. */
export function sizeOf(path: string): string {
  return `${(statSync(path).size / 1000).toFixed(0)} kB`;
}
