import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { fileHandle } from '../scripts/app';
import { expect, hueFolders, importFile, test } from './fixtures';
import { drawHue, hues } from './pictures';
import { hostUnder } from './static-host';

interface Answer {
  predictions: { label: string; confidence: number }[];
  none: boolean;
}

const pictures = hues.map((hue, i) => ({ hue, bytes: Buffer.from(drawHue(hue, 900 + i)) }));

function ask(page: Page, run: string): Promise<Answer[]> {
  return page.evaluate(
    async ({ run, files }) => {
      const answers = files.map((bytes) =>
        window.lensmith.predict(run, new Blob([Uint8Array.from(bytes)], { type: 'image/png' })),
      );
      return Promise.all(answers);
    },
    { run, files: pictures.map(({ bytes }) => [...bytes]) },
  );
}

function expectSame(found: Answer, expected: Answer, within: number): void {
  expect(found.none).toBe(expected.none);
  const confidences = new Map(found.predictions.map((p) => [p.label, p.confidence]));
  for (const { label, confidence } of expected.predictions) {
    expect(Math.abs(confidences.get(label)! - confidence)).toBeLessThan(within);
  }
}

test('what is exported answers the same on a plain host, in Node, and back in the page', async ({
  app,
  archive,
  browser,
}, info) => {
  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(14)));
  const run = await app.evaluate(async (id) => {
    const options = { backbones: ['tiny_resnet'], preset: 'quick', depth: 'head' } as const;
    return (await window.lensmith.train({ dataset: id, ...options }))[0]!.id;
  }, dataset!.id);
  const answers = await ask(app, run);
  const [download] = await Promise.all([
    app.waitForEvent('download'),
    app.evaluate(async (id) => {
      const { file, name } = await window.lensmith.export(id, 'bundle');
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file!);
      link.download = name;
      link.click();
    }, run),
  ]);
  const zip = join(info.outputDir, 'bundle.zip');
  await download.saveAs(zip);
  const folder = join(info.outputDir, 'bundle');
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(readFileSync(zip))))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }

  // On a plain host, in a folder of its own.
  const host = await hostUnder('/models/hues/', folder);
  const context = await browser.newContext();
  const demo = await context.newPage();
  await demo.goto(host.url);
  await expect(demo.getByText('3 classes.')).toBeVisible();
  for (const [i, { bytes }] of pictures.entries()) {
    await demo.locator('#file').setInputFiles({
      ...{ name: 'new.png', mimeType: 'image/png', buffer: bytes },
    });
    const best = answers[i]!.predictions[0]!;
    const row = demo.getByRole('listitem').first();
    await expect(row).toContainText(best.label);
    const shown = Number.parseFloat((await row.locator('.share').textContent()) ?? '');
    expect(Math.abs(shown / 100 - best.confidence)).toBeLessThan(1e-3);
  }
  await context.close();
  await host.stop();

  // In Node, with what `npm install` brings.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [i, { bytes }] of pictures.entries()) {
    writeFileSync(join(folder, 'new.png'), bytes);
    const said = spawnSync('node', ['predict.js', 'new.png', '--json'], { cwd: folder });
    expect(String(said.stderr)).toBe('');
    expectSame(JSON.parse(String(said.stdout)), answers[i]!, 1e-3);
  }

  // Back in the page, whose pictures are gone.
  await app.evaluate((id) => window.lensmith.remove({ dataset: id }), dataset!.id);
  const file = await fileHandle(app, zip);
  const back = await app.evaluate(async (bundle) => window.lensmith.importModel(bundle), file);
  expect(back).toMatchObject({ kind: 'run', dataset: null, existing: false });
  const runId = (back as { runId: string }).runId;
  for (const [i, answer] of (await ask(app, runId)).entries()) {
    expectSame(answer, answers[i]!, 1e-6);
  }
  const again = await app.evaluate(async (bundle) => window.lensmith.importModel(bundle), file);
  expect(again).toMatchObject({ kind: 'run', runId, existing: true });

  await app.goto(`./#/export?run=${runId}`);
  await app.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await app.getByRole('button', { name: 'Download the bundle' }).click();
  await expect(app.getByText('no longer in this browser')).toBeVisible();
  await expect(app.getByRole('cell', { name: 'Passed' })).toHaveCount(3);
});
