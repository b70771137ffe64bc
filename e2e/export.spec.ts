import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expectAccessible } from './accessible';
import { expect, hueFolders, importFile, test } from './fixtures';

/** A tiny network on three hues; its run's id. */
async function trainTiny(page: Page, zip: string): Promise<string> {
  const { dataset } = await importFile(page, zip);
  return page.evaluate(async (id) => {
    const options = { backbones: ['tiny_resnet'], preset: 'quick', depth: 'head' } as const;
    const [run] = await window.lensmith.train({ dataset: id, ...options });
    return run!.id;
  }, dataset!.id);
}

/** Playwright cannot answer a file picker: as in a browser that has none. */
const withoutPicker = (page: Page) =>
  page.evaluate(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });

const entriesOf = (path: string) => unzipSync(new Uint8Array(readFileSync(path)));

test('a bundle leaves by a press, with what its readers said', async ({ app, archive }) => {
  await app.goto('./#/export');
  await expect(app.getByRole('heading', { name: 'No model to take away yet' })).toBeVisible();
  const run = await trainTiny(app, archive('hues.zip', hueFolders(14)));

  await app.goto(`./#/compare?run=${run}`);
  await app.getByRole('main').getByRole('link', { name: 'Export' }).click();
  await withoutPicker(app);
  const [download] = await Promise.all([
    app.waitForEvent('download'),
    app.getByRole('button', { name: 'Download the bundle' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^hues-tiny_resnet-\w{4}\.bundle\.zip$/);
  const entries = entriesOf(await download.path());
  expect(Object.keys(entries)).toEqual(
    expect.arrayContaining([
      ...['tfjs/model.json', 'model.onnx', 'model.safetensors', 'config.json', 'labels.json'],
      ...['preprocess.json', 'lensmith.json', 'README.md', 'certificate.json', 'index.html'],
      ...['predict.js', 'package.json', 'predict.py', 'requirements.txt', 'continue_training.py'],
    ]),
  );
  const { checks } = JSON.parse(new TextDecoder().decode(entries['certificate.json']));
  expect(checks).toHaveLength(3);

  await expect(app.getByText('gave the same answers')).toBeVisible();
  await expect(app.getByRole('cell', { name: 'Passed' })).toHaveCount(3);
  await expect(app.getByRole('row', { name: /model\.onnx/ })).toContainText('onnxruntime-web');
  await expect(app.getByRole('button', { name: 'Save again' })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.emulateMedia({ colorScheme });
    await expectAccessible(app, `export, ${colorScheme}`);
  }
  await app.setViewportSize({ width: 360, height: 740 });
  const overflow = await app.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);

  // What every bundle holds, and both readers, are kept: without a network it is the same again.
  await app.evaluate(async () => void (await navigator.serviceWorker.ready));
  await app.reload();
  await app.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await app.evaluate((id) => window.lensmith.export(id, 'onnx-float'), run);
  await app.context().setOffline(true);
  const offline = await app.evaluate(async (id) => {
    const { certificate } = await window.lensmith.export(id, 'onnx-int8');
    const bundle = await window.lensmith.export(id);
    return { checks: certificate!.checks, files: bundle.certificate!.files.length };
  }, run);
  expect(offline.checks.map(({ reason }) => reason)).toEqual([null]);
  expect(offline.files).toBeGreaterThan(12);
  await app.context().setOffline(false);
});

test('where there is a file picker, the export is written to what was picked', async ({
  app,
  archive,
}) => {
  await trainTiny(app, archive('hues.zip', hueFolders(12)));
  await app.goto('./#/export');
  // A real handle, of the private file system: nobody is here to pick one.
  await app.evaluate(() => {
    const pick = async ({ suggestedName }: { suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    Object.assign(window, { showSaveFilePicker: pick });
  });
  await app.getByRole('button', { name: 'Download TensorFlow.js' }).click();
  await expect(app.getByText('Saved where you chose.')).toBeVisible();
  const written = await app.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for await (const [name, handle] of root.entries()) {
      if (!name.endsWith('.tfjs.zip')) continue;
      const file = await (handle as FileSystemFileHandle).getFile();
      return [...new Uint8Array(await file.arrayBuffer())];
    }
    return [];
  });
  expect(Object.keys(unzipSync(Uint8Array.from(written)))).toContain('tfjs/model.json');

  // A picker that is closed again is no fault.
  await app.evaluate(() => {
    const showSaveFilePicker = () => Promise.reject(new DOMException('closed', 'AbortError'));
    Object.assign(window, { showSaveFilePicker });
  });
  await app.getByRole('button', { name: 'Clear' }).click();
  await app.getByRole('button', { name: 'Download PyTorch' }).click();
  await expect(app.getByRole('main').getByRole('alert')).toHaveCount(0);
  await expect(app.getByRole('button', { name: 'Download PyTorch' })).toBeEnabled();
});

test('scripts export every format, stop, and remove', async ({ app, archive }) => {
  const run = await trainTiny(app, archive('hues.zip', hueFolders(14)));
  const made = await app.evaluate(async (id) => {
    const names = [
      ...(['bundle', 'tfjs', 'tfjs-fp16', 'onnx', 'onnx-float', 'onnx-int8'] as const),
      ...(['safetensors', 'pytorch', 'mlflow'] as const),
    ];
    const results = [];
    for (const name of names) {
      const { file, bytes, certificate } = await window.lensmith.export(id, name);
      results.push({ name, isWhole: file?.size === bytes && bytes > 1000, certificate });
    }
    return results;
  }, run);
  for (const { name, isWhole, certificate } of made) {
    expect(isWhole, name).toBe(true);
    if (name === 'mlflow') continue;
    expect(certificate!.checks.map(({ passed, reason }) => [passed, reason])).toEqual(
      certificate!.checks.map(() => [true, null]),
    );
    // By folds, so that every picture but those of the test split has been one to validate on.
    expect(certificate!.pictures).toBe(/safetensors|pytorch/.test(name) ? 0 : 33);
  }

  const refusals = await app.evaluate(async (id) => {
    const code = (work: Promise<unknown>) => work.then(String, (error) => error.code as string);
    const { lensmith } = window;
    const stopper = new AbortController();
    const stopped = lensmith.export(id, 'bundle', {
      signal: stopper.signal,
      onProgress: () => stopper.abort(),
    });
    const second = code(lensmith.export(id, 'onnx'));
    return [
      await second,
      await code(stopped),
      await code(lensmith.export('nobody', 'onnx')),
      await code(lensmith.export(id, 'keras' as 'onnx')),
      await code(lensmith.remove({ run: 'nobody' })),
      await code(lensmith.remove({ experiment: 'nothing' })),
      await code(lensmith.remove({ dataset: 'nothing' })),
    ];
  }, run);
  expect(refusals).toEqual([
    ...['exportRunning', 'cancelled', 'unknownRun', 'badOption'],
    ...['unknownRun', 'unknownExperiment', 'unknownDataset'],
  ]);

  const left = await app.evaluate(async (id) => {
    const { lensmith } = window;
    await lensmith.remove({ run: id });
    const runs = (await lensmith.runs()).length;
    const [experiment] = await lensmith.experiments();
    await lensmith.remove({ experiment: experiment!.id });
    const experiments = (await lensmith.experiments()).length;
    await lensmith.remove({ dataset: experiment!.datasetId });
    return [runs, experiments];
  }, run);
  expect(left).toEqual([0, 0]);
  await app.goto('./#/export');
  await expect(app.getByRole('link', { name: 'Add pictures' })).toBeVisible();
});

test('without the reader the page says that nothing was checked, and why', async ({
  app,
  archive,
}) => {
  await trainTiny(app, archive('hues.zip', hueFolders(12)));
  await app.goto('./#/export');
  await withoutPicker(app);
  await app.context().route(/ort-wasm[^/]*\.wasm$/, (route) => route.abort());
  await app.getByRole('button', { name: 'Download ONNX' }).click();
  await expect(app.getByRole('main').getByRole('alert')).toContainText(
    'its reader is not on this computer yet',
  );
  await expect(app.getByRole('cell', { name: 'Did not pass' })).toBeVisible();
  await expectAccessible(app, 'a certificate that did not pass');
});
