import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { mcNemarExact } from '../core/learning/statistics';
import { expectAccessible } from './accessible';
import { expect, importFile, shapeFolders, test } from './fixtures';
import { drawShape, shapes } from './pictures';

async function train(page: Page, dataset: string, backbones: string[]) {
  return page.evaluate((options) => window.lensmith.train(options), {
    dataset,
    backbones,
    preset: 'quick' as const,
    depth: 'head' as const,
  });
}

async function downloaded(
  page: Page,
  button: Locator,
): Promise<{ name: string; rows: string[][] }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const text = readFileSync(await download.path(), 'utf8');
  return {
    name: download.suggestedFilename(),
    rows: text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(',')),
  };
}

/** What a table shows, row by row, blank cells as 0. */
async function shownCounts(matrix: Locator): Promise<number[][]> {
  const rows = await matrix.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => (await row.locator('td').allTextContents()).map(Number)),
  );
}

const pictures = (main: Locator) => main.locator('.selected-pictures').getByRole('listitem');

test('one model: matrix, pictures, tables, both splits', async ({ app, archive }) => {
  const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(14)));
  const [run] = await train(app, dataset?.id as string, ['tiny_resnet']);
  await app.goto(`./#/compare?run=${run.id}`);
  const main = app.getByRole('main');
  await main.getByRole('link', { name: 'Evaluate', exact: true }).click();
  await expect(main.getByRole('heading', { name: 'Evaluate' })).toBeVisible();

  const matrix = main.getByRole('grid');
  await expect(matrix).toBeVisible();
  const counts = await shownCounts(matrix);
  const sum = counts.flat().reduce((a, b) => a + b, 0);
  expect(sum).toBe(run.validation?.count);
  expect(counts.reduce((right, row, c) => right + row[c], 0)).toBe(run.validation?.correct);

  // A cell, a row and a column show as many pictures as they count.
  const cells = counts.flatMap((row, r) => row.map((count, c) => ({ count, r, c })));
  const largest = cells.reduce((a, b) => (b.count > a.count ? b : a));
  await matrix.locator(`[data-at="${largest.r},${largest.c}"]`).click();
  await expect(pictures(main)).toHaveCount(largest.count);
  await matrix.getByRole('rowheader').nth(1).click();
  await expect(pictures(main)).toHaveCount(counts[1].reduce((a, b) => a + b, 0));
  const column = counts.reduce((total, row) => total + row[2], 0);
  await matrix.getByRole('columnheader').nth(2).click();
  await (column === 0
    ? expect(main.getByText('No pictures there.')).toBeVisible()
    : expect(pictures(main)).toHaveCount(column));

  // The keyboard: from the head of the third column down to its last cell.
  await app.keyboard.press('Control+End');
  await app.keyboard.press('ArrowLeft');
  await app.keyboard.press('Enter');
  const last = counts[2][1];
  await expect(matrix.locator('[data-at="2,1"]')).toHaveAttribute('aria-selected', 'true');
  await expect(matrix.locator('[data-at="2,1"]')).toBeFocused();
  await (last === 0
    ? expect(main.getByText('No pictures there.')).toBeVisible()
    : expect(pictures(main)).toHaveCount(last));

  // Downloads hold what the page shows, and say run and split.
  const file = await downloaded(app, main.getByRole('button', { name: /the confusion matrix/ }));
  expect(file.name).toMatch(/^Confusion matrix, .+ head, .+, validation\.csv$/);
  expect(file.rows.slice(1).map((row) => row.slice(1).map(Number))).toEqual(counts);
  expect(file.rows[0].slice(1)).toEqual(run.classes);
  const classes = await downloaded(app, main.getByRole('button', { name: /the table of classes/ }));
  const table = main.locator('.class-table table');
  for (const [index, row] of (await table.locator('tbody tr').all()).entries()) {
    const shown = (await row.locator('th, td').allTextContents()).map((text) => text.trim());
    const [name, ...values] = classes.rows[index + 1];
    const written = values.map((value, column) => {
      if (value === '') return '–';
      return column === 3 ? value : Number(value).toFixed(3);
    });
    expect(shown).toEqual([name, ...written]);
  }
  // Recall as scikit-learn defines it, from the matrix on the page.
  expect(Number(classes.rows[1][2])).toBeCloseTo(
    counts[0][0] / counts[0].reduce((a, b) => a + b, 0),
    12,
  );

  await table.getByRole('button', { name: 'Recall' }).click();
  const recalls = (await table.locator('tbody td:nth-child(3)').allTextContents()).map(Number);
  expect(recalls).toEqual([...recalls].sort((a, b) => b - a));

  await main.getByText('Test', { exact: true }).click();
  await expect(main.getByText(/^\d+ test pictures, kept aside/)).toBeVisible();
  await expect(app).toHaveURL(/split=test/);
  const tested = (await shownCounts(matrix)).flat().reduce((a, b) => a + b, 0);
  expect(tested).toBe(run.test?.count);

  // Every mistake stands in the gallery and opens in the viewer.
  const wrong = (run.test?.count ?? 0) - (run.test?.correct ?? 0);
  const mistakes = main.locator('.top-losses').getByRole('listitem');
  await expect(mistakes).toHaveCount(Math.min(24, wrong));
  if (wrong > 0) {
    await mistakes.first().getByRole('button').click();
    await expect(app.getByRole('dialog')).toContainText('answered with');
    await app.keyboard.press('Escape');
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`two models on the same pictures (${colorScheme})`, async ({ app, archive }) => {
    await app.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { dataset } = await importFile(app, archive('shapes.zip', shapeFolders(14)));
    const runs = await train(app, dataset?.id as string, ['tiny_resnet', 'mobilenetv3_large_100']);
    const [a, b] = runs;
    await app.goto(`./#/evaluate?run=${a.id}&with=${b.id}`);
    const main = app.getByRole('main');
    const count = async (name: RegExp) =>
      Number(await main.getByRole('button', { name }).locator('.two-count').textContent());
    await expect(main.getByRole('heading', { name: 'Two models' })).toBeVisible();
    const [both, onlyA, onlyB, neither] = [
      await count(/^Both right/),
      await count(/^Only A right/),
      await count(/^Only B right/),
      await count(/^Both wrong/),
    ];
    expect(both + onlyA + onlyB + neither).toBe(a.validation?.count);
    expect(both + onlyA).toBe(a.validation?.correct);
    expect(both + onlyB).toBe(b.validation?.correct);
    const p = mcNemarExact(onlyA, onlyB);
    if (onlyA + onlyB > 0) {
      await expect(main.locator('.two-models')).toContainText(
        p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`,
      );
    }
    await main.getByRole('button', { name: /^Both right/ }).click();
    await expect(main.locator('.two-models').getByRole('listitem')).toHaveCount(Math.min(24, both));
    await expectAccessible(app);

    await app.setViewportSize({ width: 360, height: 740 });
    const overflow = await app.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);

    await main.getByRole('button', { name: 'Swap the two models' }).click();
    await expect(app).toHaveURL(new RegExp(`run=${b.id}&with=${a.id}`));
    expect(await count(/^Only A right/)).toBe(onlyB);
  });
}

test('more classes than a table holds stand on one canvas, the keyboard in it', async ({
  app,
  archive,
}) => {
  const names = Array.from({ length: 26 }, (_, c) => `kind ${String.fromCharCode(97 + c)}`);
  const files = Object.fromEntries(
    names.flatMap((name, c) =>
      Array.from({ length: 5 }, (_, n) => [
        `${name}/${n}.png`,
        drawShape(shapes[c % shapes.length], 100 * c + n, 32),
      ]),
    ),
  );
  const { dataset } = await importFile(app, archive('letters.zip', files));
  const [run] = await train(app, dataset?.id as string, ['tiny_resnet']);
  await app.goto(`./#/evaluate?run=${run.id}`);
  const main = app.getByRole('main');
  const grid = main.getByRole('grid');
  await expect(main.locator('.matrix canvas')).toBeVisible();
  await expect(grid).toHaveAttribute('aria-rowcount', '27');
  await grid.focus();
  await app.keyboard.press('ArrowLeft');
  const active = grid.getByRole('rowheader');
  await expect(active).toHaveAttribute('aria-label', /^All \d+ pictures of kind a$/);
  const total = Number((await active.getAttribute('aria-label'))?.match(/\d+/)?.[0]);
  await app.keyboard.press('Enter');
  await expect(pictures(main)).toHaveCount(total);
  await app.keyboard.press('ArrowRight');
  await expect(grid.getByRole('gridcell')).toHaveAttribute(
    'aria-label',
    new RegExp(`of ${total} pictures of kind a answered rightly`),
  );
  const file = await downloaded(app, main.getByRole('button', { name: /the confusion matrix/ }));
  const sum = file.rows.slice(1).flatMap((row) => row.slice(1).map(Number));
  expect(sum.reduce((a, b) => a + b, 0)).toBe(run.validation?.count);
  await expectAccessible(app);
});
