import { test as base, expect, hueFolders, importFile } from './fixtures';
import { type HubHost, startHub } from './hub-host';
import { routeHub } from './hub-route';

const token = 'hf_right';

const test = base.extend<{ hub: HubHost }>({
  async hub({ context }, use) {
    const hub = await startHub();
    hub.tokens.set(token, { name: 'me', role: 'write' });
    await routeHub(context, hub);
    await use(hub);
    await hub.close();
  },
});

test('a bundle and its demo page are published, and the token is kept nowhere', async ({
  hub,
  app,
  archive,
}) => {
  const { dataset } = await importFile(app, archive('hues.zip', hueFolders(12)));
  await app.evaluate(async (id) => {
    const options = { backbones: ['tiny_resnet'], preset: 'quick', depth: 'head' } as const;
    await window.lensmith.train({ dataset: id, ...options });
  }, dataset!.id);
  await app.goto('./#/export');
  await app.getByRole('button', { name: 'Publish on the Hub' }).click();
  const dialog = app.getByRole('dialog');

  await dialog.getByLabel('Access token').fill('hf_wrong');
  await dialog.getByLabel('Repository').fill('hues');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog.getByText('A repository reads like me/pets-resnet18.')).toBeVisible();
  await dialog.getByLabel('Repository').fill('me/hues');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('token');
  expect(hub.repos.has('me/hues')).toBe(false);

  await dialog.getByLabel('Access token').fill(token);
  await dialog.getByText('Also publish the demo page').click();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog.getByText('Published.')).toBeVisible({ timeout: 60_000 });
  expect([...hub.repos.get('me/hues')!.files.keys()]).toEqual(
    expect.arrayContaining(['README.md', 'model.safetensors', 'config.json', 'certificate.json']),
  );
  expect([...hub.repos.get('spaces/me/hues')!.files.keys()]).toEqual(
    expect.arrayContaining(['index.html', 'tfjs/model.json', 'runtime/open.js']),
  );

  const stored = await app.evaluate(async () => {
    const databases = await Promise.all(
      (await indexedDB.databases()).map(
        ({ name }) =>
          new Promise<IDBDatabase>((resolve, reject) => {
            const open = indexedDB.open(name!);
            open.onsuccess = () => resolve(open.result);
            open.onerror = () => reject(open.error);
          }),
      ),
    );
    const values: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    for (const database of databases) {
      for (const name of database.objectStoreNames) {
        const all = database.transaction(name).objectStore(name).getAll();
        values.push(
          await new Promise((resolve) => {
            all.onsuccess = () => resolve(all.result);
          }),
        );
      }
      database.close();
    }
    return JSON.stringify(values);
  });
  expect(stored.length).toBeGreaterThan(1000);
  expect(stored).not.toContain(token);
});
