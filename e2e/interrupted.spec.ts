import { expect, importFile, shapeFolders, test } from './fixtures';

test('a tab closed in mid-training: finished runs stay, the rest is resumed', async ({
  app,
  archive,
  context,
}) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(40)));
  // Training goes on in the page; what it says is read back from there.
  await app.evaluate((id) => {
    const seen: { finished: string[]; epochs: number } = { finished: [], epochs: 0 };
    Object.assign(window, { seen });
    void window.lensmith.train(
      {
        dataset: id,
        backbones: ['tiny_resnet', 'tiny_mobilenetv3'],
        depth: 'all',
        epochs: 40,
        learningRate: 1e-3,
      },
      (event) => {
        if (event.type === 'metrics') seen.epochs += event.metrics.length;
        if (event.type === 'run' && event.run.validation) seen.finished.push(event.run.id);
      },
    );
  }, dataset?.id as string);
  await app.waitForFunction(
    () => (window as unknown as { seen: { epochs: number } }).seen.epochs > 8,
  );
  await app.close({ runBeforeUnload: false });

  const page = await context.newPage();
  await page.goto('./#/runs');
  await expect(page.getByRole('main').getByText('Interrupted').first()).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Resume' }).click();
  await expect
    .poll(
      async () => {
        const runs = await page.evaluate(() => window.lensmith.runs());
        return runs.filter((run) => run.depth === 'all' && run.test !== null).length;
      },
      { timeout: 150_000 },
    )
    .toBe(2);
  const runs = await page.evaluate(() => window.lensmith.runs());
  expect(runs.map(({ id, status }) => `${id} ${status}`)).toEqual(
    runs.map(({ id }) => `${id} finished`),
  );
  expect(Math.max(...runs.map((run) => run.test?.accuracy ?? 0))).toBeGreaterThan(0.6);
});

test('stopping keeps what is finished', async ({ app, archive }) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(30)));
  const runs = await app.evaluate(
    (id) =>
      window.lensmith.train(
        { dataset: id, backbones: ['tiny_resnet', 'tiny_vit'], depth: 'all', epochs: 400 },
        (event) => {
          if (event.type === 'metrics' && event.metrics.some((metric) => metric.step >= 2)) {
            window.lensmith.cancel();
          }
        },
      ),
    dataset?.id as string,
  );
  expect(runs.every((run) => run.status !== 'running')).toBe(true);
  const kept = await app.evaluate(() => window.lensmith.runs());
  expect(kept.every((run) => run.status === 'finished' || run.status === 'interrupted')).toBe(true);
});
