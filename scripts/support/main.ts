import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { ensureBuilt } from '../app';
import { chromiumArgs, ensureChromium } from '../browser';
import { type Measured, measure } from './measure';
import { report } from './report';
import { serve } from './serve';

// npm run support [-- --only chromium|firefox]: docs/support.md from what is measured in both.
const root = resolve(import.meta.dirname, '../..');
const firefoxPath = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
const only = process.argv[process.argv.indexOf('--only') + 1];

const launchers: Record<string, (profile: string) => Promise<Browser>> = {
  chromium: (userDataDir) =>
    puppeteer.launch({ executablePath: ensureChromium(), args: chromiumArgs(), userDataDir }),
  firefox: (profile) =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath: firefoxPath,
      userDataDir: profile,
      // Firefox refuses to run as root in somebody else's home.
      env: { ...process.env, HOME: profile },
    }),
};

await ensureBuilt();
const measured: Measured[] = [];
for (const [name, launch] of Object.entries(launchers)) {
  if (process.argv.includes('--only') && only !== name) continue;
  const profile = mkdtempSync(join(tmpdir(), `lensmith-${name}-`));
  const host = await serve(join(root, 'dist'));
  const browser = await launch(profile);
  console.error(await browser.version());
  try {
    const sample = join(root, 'public/samples/fashion-mnist.zip');
    measured.push(await measure(browser, host, sample, (line) => console.error(`  ${line}`)));
  } finally {
    await browser.close();
    await host.stop();
    rmSync(profile, { recursive: true, force: true });
  }
}
const machine = `${platform()} with ${cpus().length} processor cores and no graphics processor`;
const text = report(measured, new Date().toISOString().slice(0, 10), machine);
if (process.argv.includes('--only')) console.log(text);
else writeFileSync(join(root, 'docs/support.md'), text);
if (measured.some(({ job }) => job.some(({ works }) => !works))) process.exitCode = 1;
