import { createServer } from 'node:net';
import { chromium, type TestInfo } from '@playwright/test';
import { chromiumArgs, findChromium } from '../scripts/browser';
import { expect, test } from './fixtures';
import { startNginx } from './nginx';

type Category = 'accessibility' | 'best-practices' | 'performance';
const categories: Category[] = ['accessibility', 'best-practices', 'performance'];
const wanted = {
  desktop: { accessibility: 1, 'best-practices': 1, performance: 0.95 },
  // On a phone of 2019 behind slow 4G the page takes 3.5 s to its largest paint (docs/experiments.md).
  mobile: { accessibility: 1, 'best-practices': 1, performance: 0.8 },
} satisfies Record<string, Record<Category, number>>;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

for (const form of ['desktop', 'mobile'] as const) {
  test(`Lighthouse on a first visit, ${form}`, async ({ browserName: _ }, info) =>
    look(form, info));
}

/** As the container serves it, with Lighthouse's own idea of that form's processor and network. */
async function look(form: 'desktop' | 'mobile', info: TestInfo): Promise<void> {
  const [{ default: lighthouse }, { default: desktop }] = await Promise.all([
    import('lighthouse'),
    import('lighthouse/core/config/desktop-config.js'),
  ]);
  const nginx = await startNginx(info.outputPath('nginx'));
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: [...chromiumArgs(), `--remote-debugging-port=${port}`],
  });
  try {
    // Its performance is simulated from what was loaded, yet scripts are timed on this machine: the
    // best of a few looks is the page's, the rest is what else the machine did.
    let best: Partial<Record<Category, number>> = {};
    const missed = new Set<string>();
    for (let tries = 0; tries < 3; tries++) {
      const flags = { port, onlyCategories: categories, output: 'json' } as const;
      const result = await lighthouse(nginx.url, flags, form === 'desktop' ? desktop : undefined);
      const report = result!.lhr;
      expect(report.runtimeError).toBeUndefined();
      for (const name of categories) {
        // What does not depend on time has to hold at every look.
        const pick = name === 'performance' ? Math.max : Math.min;
        const score = report.categories[name]!.score ?? 0;
        best = { ...best, [name]: pick(best[name] ?? score, score) };
        for (const { id, weight } of report.categories[name]!.auditRefs) {
          const audit = report.audits[id]!;
          if (weight > 0 && audit.score !== null && audit.score < 1) {
            missed.add(`${name}: ${audit.title} (${audit.displayValue ?? audit.score})`);
          }
        }
      }
      if (categories.every((name) => best[name]! >= wanted[form][name])) break;
    }
    await info.attach('lighthouse', { body: JSON.stringify({ best, missed: [...missed] }) });
    for (const name of categories) {
      expect(best[name], [...missed].join('\n')).toBeGreaterThanOrEqual(wanted[form][name]);
    }
    console.log(`Lighthouse, ${form}: ${JSON.stringify(best)}`);
  } finally {
    await browser.close();
    await nginx.stop();
  }
}
