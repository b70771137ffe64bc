import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumArgs, ensureChromium } from './browser';

// npx tsx scripts/icons.ts : draws public/icons/*.png from icon.svg.
const folder = resolve(import.meta.dirname, '../public/icons');
const svg = readFileSync(resolve(folder, 'icon.svg'), 'utf8');
// A maskable icon keeps its subject inside the middle 80% and its background to the edge.
const maskable = svg.replace('rx="15"', '').replace('viewBox="0 0 64 64"', 'viewBox="-6 -6 76 76"');
const background = '<rect x="-6" y="-6" width="76" height="76" fill="#0f5f66"/>';

const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs() });
for (const [name, size, source] of [
  ['icon-192', 192, svg],
  ['icon-512', 512, svg],
  ['maskable-512', 512, maskable.replace('<rect', `${background}<rect`)],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${source}`);
  await page.screenshot({ path: resolve(folder, `${name}.png`), omitBackground: true });
}
await browser.close();
