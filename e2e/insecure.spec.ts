import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { expect, hueFolders, importFile, test } from './fixtures';
import { hostUnder } from './static-host';

const dist = resolve(import.meta.dirname, '../dist');

/** An address of this machine that browsers do not hold for safe, as others in its network see it. */
function address(): string {
  const found = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!found) throw new Error('This machine has no address but its own: connect it to a network');
  return found.address;
}

test('over plain http in a network: it says what is missing, and does the rest', async ({
  page,
  archive,
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  const host = await hostUnder('/', dist, {}, address());
  try {
    await page.goto(host.url);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await expect(page.getByText('This address is not a secure one')).toBeVisible();
    const { dataset, error } = await importFile(page, archive('hues.zip', hueFolders(14)));
    expect(error).toBeNull();
    const run = await page.evaluate(async (id) => {
      const options = { backbones: ['tiny_resnet'], preset: 'quick', depth: 'head' } as const;
      const [trained] = await window.lensmith.train({ dataset: id, ...options });
      const bundle = await window.lensmith.export(trained!.id, 'bundle');
      return {
        accuracy: trained!.validation!.accuracy,
        bytes: bundle.bytes,
        passed: bundle.certificate!.checks.map(({ passed }) => passed),
      };
    }, dataset!.id);
    expect(run.accuracy).toBeGreaterThan(0.6);
    expect(run.bytes).toBeGreaterThan(10_000);
    expect(new Set(run.passed)).toEqual(new Set([true]));
    await page.goto(`${host.url}#/settings`);
    await expect(page.getByRole('heading', { name: 'Without a network' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Keep everything/ })).toHaveCount(0);
    await page.reload();
    expect(await page.evaluate(() => window.lensmith.runs())).toHaveLength(1);
    expect(faults).toEqual([]);
  } finally {
    await host.stop();
  }
});
