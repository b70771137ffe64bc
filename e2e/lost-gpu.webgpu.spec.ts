import { expect, hueFolders, importFile, test } from './fixtures';

// The software adapter compiles every shader on the processor: seconds for each new shape.
test.setTimeout(5 * 60_000);

test('the graphics processor is lost in mid-training: the training comes to its end, and says so', async ({
  app,
  archive,
  browser,
}) => {
  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(14)));
  const epochs: number[] = [];
  await app.exposeFunction('heardEpoch', (step: number) => void epochs.push(step));
  const training = app.evaluate(
    (id) =>
      window.lensmith.train(
        {
          dataset: id,
          backbones: ['tiny_resnet'],
          depth: 'last-stage',
          epochs: 8,
          learningRate: 1e-3,
          backend: 'webgpu',
        },
        (event) => {
          if (event.type !== 'metrics') return;
          const last = Math.max(...event.metrics.map(({ step }) => step));
          (window as never as { heardEpoch(step: number): void }).heardEpoch(last);
        },
      ),
    dataset!.id,
  );
  await expect.poll(() => Math.max(0, ...epochs), { timeout: 120_000 }).toBeGreaterThan(1);
  const cdp = await browser.newBrowserCDPSession();
  // The real thing: the process behind every device of this browser is gone.
  await cdp.send('Browser.crashGpuProcess');
  const [run] = await training;
  expect(run!.status).toBe('finished');
  expect(Math.max(...epochs)).toBeGreaterThanOrEqual(7);
});
