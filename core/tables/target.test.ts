import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { typeColumns } from './columns';
import { readTable } from './reader';
import { guessTarget, MOST_CLASSES, resolveTarget, type TargetChoice } from './target';
import { nameHint } from './target-names';
import { columnsOf, times } from './testing';

const n = 60;
const x = times(n, (i) => i * 0.5);

test.each([
  ['iris', 'species', 'classification', ['setosa', 'versicolor', 'virginica'], [50, 50, 50]],
  ['wine', 'class', 'classification', ['class_0', 'class_1', 'class_2'], [59, 71, 48]],
  ['diabetes', 'progression', 'regression', null, null],
] as const)('scikit-learn’s %s', (name, column, task, classes, counts) => {
  const file = new URL(`fixtures/${name}.csv`, import.meta.url);
  const table = readTable(readFileSync(file), { file: name });
  const types = typeColumns(table);
  expect(guessTarget(table, types)).toEqual({ column, task, reasons: ['name', 'last'] });
  const target = resolveTarget(table, types, { column });
  expect(target).toMatchObject({ task, missing: 0, ...(classes ? { classes } : {}) });
  if (target.task === 'classification') {
    expect([...target.counts]).toEqual(counts);
    expect(target.labels[0]).toBe(0);
  } else expect([...target.values.slice(0, 2)]).toEqual([151, 75]);
});

test.each([
  'Target',
  'class_label',
  'Zielgrösse',
  'Klasse',
  'étiquette',
  'prezzo',
  'SalePrice',
  'Y',
])('%s is named like a target', (name) => {
  expect(nameHint(name)).toBeGreaterThan(0);
  const { table, types } = columnsOf({ a: x, [name]: x, b: x });
  expect(guessTarget(table, types)?.column).toBe(name);
});

test('names that only contain such a word are none', () => {
  for (const name of ['yield', 'classroom size', 'age', 'stargeter', 'partner']) {
    expect(nameHint(name), name).toBe(0);
  }
});

test('without a name it is the last column that can be one', () => {
  const { table, types } = columnsOf({
    a: x,
    b: x,
    c: times(n, (i) => `K${i}`),
    d: times(n, () => 1),
  });
  expect(guessTarget(table, types)?.column).toBe('a');
  const alone = columnsOf({ a: times(n, () => 1), b: times(n, (i) => `K${i}`) });
  expect(guessTarget(alone.table, alone.types)).toBeNull();
});

test.each([
  ['two values', times(n, (i) => (i % 2) + 0.5), 'classification'],
  ['few integers', times(n, (i) => i % 10), 'classification'],
  ['few integers, seldom seen', times(n, (i) => i % 15), 'regression'],
  ['many integers', times(n, (i) => i % 30), 'regression'],
  ['few numbers that are no integers', times(n, (i) => (i % 4) / 4), 'regression'],
  ['texts', times(n, (i) => ['a', 'b'][i % 2]), 'classification'],
] as const)('task of %s', (_, y, task) => {
  const { table, types } = columnsOf({ x, y });
  expect(guessTarget(table, types)).toMatchObject({ column: 'y', task });
});

test('classes are in natural order; gaps are no class', () => {
  const y = times(n, (i) => (i === 3 ? null : [10, 9, 2][i % 3]));
  const { table, types } = columnsOf({ x, y });
  const target = resolveTarget(table, types, { column: 'y' });
  expect(target).toMatchObject({ classes: ['2', '9', '10'], missing: 1 });
  if (target.task === 'classification') {
    expect([...target.labels.slice(0, 5)]).toEqual([2, 1, 0, -1, 1]);
    expect([...target.counts]).toEqual([20, 20, 19]);
  }
});

test.each([
  ['targetConstant', times(n, () => 'same')],
  ['targetConstant', times(n, (i) => (i % 2 ? 'same' : null))],
  ['targetUnique', times(n, (i) => `row ${i}`)],
  ['targetEmpty', times(n, () => null)],
  ['targetClassSeenOnce', times(n, (i) => (i === 5 ? 'rare' : ['a', 'b'][i % 2]))],
  ['targetTooManyClasses', times(n * 10, (i) => `c${i % (MOST_CLASSES + 1)}`)],
] as const)('%s', (code, y) => {
  const { table, types } = columnsOf({ x: times(y.length, (i) => i % 7), y });
  const resolve = () => resolveTarget(table, types, { column: 'y' });
  expect(resolve).toThrow(expect.objectContaining({ code }));
});

test('a constant number cannot be predicted, nor text as a number', () => {
  const { table, types } = columnsOf({ x, y: times(n, () => 5), z: times(n, (i) => 'pq'[i % 2]) });
  const resolve = (choice: TargetChoice) => () => resolveTarget(table, types, choice);
  expect(resolve({ column: 'y', task: 'regression' })).toThrow('same value (5)');
  expect(resolve({ column: 'z', task: 'regression' })).toThrow('holds text');
  expect(resolve({ column: 'nope' })).toThrow('no column nope');
});

test('classes seen once are named, and set aside when asked', () => {
  const y = times(n, (i) => (i < 2 ? `rare ${i}` : ['a', 'b'][i % 2]));
  const { table, types } = columnsOf({ x, y });
  expect(() => resolveTarget(table, types, { column: 'y' })).toThrow('(2): rare 0, rare 1.');
  const target = resolveTarget(table, types, { column: 'y', setRareAside: true });
  expect(target).toMatchObject({ classes: ['a', 'b'], setAside: ['rare 0', 'rare 1'] });
  if (target.task === 'classification') expect([...target.labels.slice(0, 3)]).toEqual([-1, -1, 0]);
});

test('a target alone in its table has nothing to be learnt from', () => {
  const { table, types } = columnsOf({ id: times(n, (i) => `k${i}`), y: times(n, (i) => i % 2) });
  expect(() => resolveTarget(table, types, { column: 'y' })).toThrow('Besides y');
});
