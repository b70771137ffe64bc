import { expect, importFile, shapeFolders, test } from './fixtures';

test('a second tab follows the training of the first, and takes over once it is closed', async ({
  app,
  archive,
  context,
}) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(30)));
  await app.evaluate((id) => {
    const options = { dataset: id, backbones: ['tiny_resnet'], depth: 'all', epochs: 400 } as const;
    window.lensmith.train(options).catch(() => {});
  }, dataset?.id as string);
  await app.goto('./#/train');
  const first = app.getByRole('main');
  await expect(first.getByRole('figure')).toBeVisible({ timeout: 60_000 });
  await expect(first.getByRole('button', { name: 'Stop' })).toBeVisible();

  const second = await context.newPage();
  await second.goto('./#/train');
  const main = second.getByRole('main');
  await expect(main.getByText('Training runs in another tab')).toBeVisible();
  await expect(main.getByRole('progressbar')).toBeVisible();
  await expect(main.getByRole('figure')).toBeVisible();
  // What it cannot do it does not offer; asked all the same, it says why not.
  await expect(main.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  const refusal = await second.evaluate(
    (id) => window.lensmith.train({ dataset: id }).catch((error) => error.code),
    dataset?.id as string,
  );
  expect(refusal).toBe('trainingElsewhere');

  await app.close({ runBeforeUnload: false });
  await expect(main.getByText('Training was interrupted')).toBeVisible();
  await main.getByRole('button', { name: 'Resume' }).click();
  await expect(second).toHaveTitle(/%/);
  await main.getByRole('button', { name: 'Stop' }).click();
  await expect(main.getByText('Training was stopped')).toBeVisible();
});
