import { expect, hueFolders, importFile, test } from './fixtures';

test('a dataset is taken away as a ZIP and comes back the same, elsewhere too', async ({
  app,
  archive,
  browser,
  baseURL,
}, info) => {
  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(4)));
  // Without a file picker it goes to the downloads, as on a phone.
  await app.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const [download] = await Promise.all([
    app.waitForEvent('download'),
    app.getByRole('button', { name: 'Export this dataset as a ZIP' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('hues.zip');
  await expect(app.getByText('hues.zip is written')).toBeVisible();
  const zip = info.outputPath('hues.zip');
  await download.saveAs(zip);

  const again = await importFile(app, zip);
  expect(again.dataset?.id).toBe(dataset?.id);

  const elsewhere = await browser.newContext({ baseURL });
  const page = await elsewhere.newPage();
  await page.goto('./');
  const there = await importFile(page, zip);
  expect(there.dataset).toMatchObject({ images: dataset?.images, classes: dataset?.classes });
  expect(there.dataset?.skipped).toEqual([]);
  await elsewhere.close();
});
