import { createRandom } from '../core/random';
import { encodePng } from '../scripts/png';
import { expectAccessible } from './accessible';
import { expect, importFile, test } from './fixtures';

const side = 96;
const classes = ['blue', 'green', 'red'] as const;

/** Noise of one hue around a bright field, so that it is neither dark nor flat. */
function drawn(label: number, seed: number, change: (value: number, i: number) => number) {
  const random = createRandom(seed).fork('doctor');
  const [x0, y0] = [20 + 50 * random.uniform(), 20 + 50 * random.uniform()];
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    const lit = Math.hypot(x - x0, y - y0) < 24 ? 50 : 0;
    const level = (i % 3 === 2 - label ? 130 : 40) + lit + Math.floor(60 * random.uniform());
    return change(level, i);
  });
  return encodePng(side, side, 3, data);
}

/** 20 a class; two labels flipped, one picture nearly again in another class, one dark. */
function folders(): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  const same = (value: number) => value;
  for (const [label, name] of classes.entries()) {
    for (let i = 0; i < 20; i++) {
      files[`${name}/${i}.png`] = drawn(label, 100 * label + i, same);
    }
  }
  files['red/flipped-1.png'] = drawn(0, 901, same);
  files['red/flipped-2.png'] = drawn(0, 902, same);
  files['green/copy.png'] = drawn(2, 205, (value, i) => (i % 997 === 0 ? value + 2 : value));
  files['blue/dark.png'] = drawn(0, 903, (value) => Math.round(value / 12));
  return files;
}

test('finds what is wrong with the data, and a training sees what was mended', async ({
  app,
  archive,
}) => {
  const { dataset } = await importFile(app, archive('hues.zip', folders()));
  const id = dataset?.id as string;
  const train = () =>
    app.evaluate((options) => window.lensmith.train(options), {
      dataset: id,
      backbones: ['tiny_resnet'],
      preset: 'quick' as const,
      depth: 'head' as const,
    });
  const [before] = await train();
  await app.goto('./#/data');
  const doctor = app.getByRole('region', { name: 'Data doctor' });
  // By itself, as soon as one looks at the data.
  const panel = doctor.getByRole('group', { name: 'Data doctor' });
  await expect(panel).toBeVisible({ timeout: 30_000 });
  await expect(doctor.getByText(/things to look at/)).toBeVisible();
  await expect(panel.getByRole('button', { name: /Copies in several classes/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: /Bad pictures/ })).toBeVisible();

  await panel.getByRole('button', { name: /Labels likely wrong/ }).click();
  // The copy contradicts its original, and so is the surest of the three.
  await expect(panel.getByRole('button', { name: /copy\.png/ })).toBeVisible();
  await panel.press('j');
  await expect(panel.getByRole('button', { name: /flipped/ })).toBeVisible();
  await expect(panel.getByText(/Labelled red; models .* say blue/)).toBeVisible();
  await expectAccessible(app);
  await panel.press('r');
  await expect(doctor.getByText('1 picture relabelled as blue')).toBeVisible();
  await panel.press('z');
  await expect(doctor.getByText('1 picture relabelled as blue')).toBeHidden();
  // Undone, the same finding is in view again.
  await expect(panel.getByRole('button', { name: /flipped/ })).toBeVisible();
  await panel.press('Enter');
  await expect(doctor.getByText('1 picture relabelled as blue')).toBeVisible();
  await panel.getByRole('button', { name: /Bad pictures/ }).click();
  await expect(panel.getByRole('button', { name: /dark\.png/ })).toBeVisible();
  await panel.press('x');
  await expect(doctor.getByText('1 picture excluded')).toBeVisible();
  await expect(doctor.getByRole('heading', { name: /2 changes/ })).toContainText(/[0-9a-f]{8}/);
  await expect(app.getByRole('main').getByText('63', { exact: true }).first()).toBeVisible();

  await doctor.getByRole('button', { name: 'Train again' }).click();
  await app.goto('./#/data');
  await expect(doctor.getByRole('heading', { name: 'What the changes brought' })).toBeVisible({
    timeout: 30_000,
  });
  const runs = await app.evaluate(() => window.lensmith.runs());
  const after = runs.find(({ id }) => id !== before.id);
  expect(after?.id).toBeTruthy();
});
