import { expectAccessible } from './accessible';
import { expect, importFile, shapeFolders, test } from './fixtures';

const views = [
  ...['data', 'train', 'compare', 'evaluate', 'explain', 'predict', 'export'],
  ...['architecture', 'runs', 'settings'],
];

for (const scheme of ['light', 'dark'] as const) {
  test(`no view breaks WCAG 2.2 AA (${scheme}), and none scrolls sideways on a phone`, async ({
    app,
    archive,
  }) => {
    await app.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const check = async (view: string) => {
      await app.goto(`./#/${view}`);
      await expect(app.getByRole('main').getByRole('heading').first()).toBeVisible();
      await expectAccessible(app, view);
      const size = app.viewportSize();
      await app.setViewportSize({ width: 360, height: 740 });
      const overflow = await app.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${view} is wider than a phone`).toBeLessThanOrEqual(0);
      if (size) await app.setViewportSize(size);
    };
    for (const view of views) await check(view);

    const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(12)));
    const [run] = await app.evaluate(
      (id) =>
        window.lensmith.train({
          dataset: id,
          backbones: ['tiny_resnet'],
          preset: 'best',
          depth: 'head',
        }),
      dataset?.id as string,
    );
    for (const view of views) await check(view);
    await check(`compare?run=${run.id}`);
    await expect(app.getByRole('heading', { name: 'Together' })).toBeVisible();
    await expect(app.getByRole('heading', { name: 'Where the time went' })).toBeVisible();
  });
}
