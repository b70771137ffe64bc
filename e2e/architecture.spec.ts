import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';
import { tinyBundle } from './models';
import { drawHue, hues } from './pictures';

const picture = {
  name: 'new.png',
  mimeType: 'image/png',
  buffer: Buffer.from(drawHue(hues[1], 1)),
};

for (const [backbone, block, node] of [
  ['tiny_resnet', 'layer2.0', /^Add/],
  ['tiny_vit', 'blocks.1', /^Attention/],
] as const) {
  test(`the network of ${backbone}, by keyboard, down to what a layer sees`, async ({ app }) => {
    const bytes = [...tinyBundle(backbone)];
    const run = await app.evaluate(async (bytes) => {
      const imported = await window.lensmith.importModel(new Blob([Uint8Array.from(bytes)]));
      return imported.kind === 'run' ? imported.runId : '';
    }, bytes);
    await app.goto(`./#/architecture?run=${run}`);
    const main = app.getByRole('main');
    await expect(main.getByRole('heading', { name: 'Head' })).toBeVisible();
    await expect(main.getByRole('region', { name: 'Stage Head' })).toContainText('Trained');
    await expect(
      main.getByRole('region', { name: `Stage ${block.split('.')[0]}` }).first(),
    ).toContainText('Frozen');
    await expectAccessible(app);

    const summary = main.locator('summary').filter({ hasText: block }).first();
    await summary.focus();
    await app.keyboard.press('Enter');
    const layer = main.getByRole('button', { name: node }).first();
    await layer.focus();
    await app.keyboard.press('Enter');
    await expect(main).toContainText('Bring a picture');
    await main.locator('input[type=file]:not([capture])').first().setInputFiles(picture);

    const maps = main.getByRole('img', { name: /^Channel \d+: / });
    await expect(maps.first()).toBeVisible();
    expect(await maps.count()).toBeLessThanOrEqual(64);
    // Not one flat grey: the map spans its whole range.
    const greys = await maps.first().evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      const reds = data.filter((_, i) => i % 4 === 0);
      return [Math.min(...reds), Math.max(...reds)];
    });
    expect(greys).toEqual([0, 255]);

    await app.setViewportSize({ width: 360, height: 800 });
    const overflow = await app.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
}
