import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { type ColumnType, typeColumns } from './columns';
import { findLeaks } from './leakage';
import { readTable } from './reader';
import { fitStump } from './stump';
import { resolveTarget } from './target';
import { columnsOf, times } from './testing';

test.each([
  ['iris', 'species'],
  ['wine', 'class'],
  ['diabetes', 'progression'],
])('%s has none', (name, column) => {
  const file = new URL(`fixtures/${name}.csv`, import.meta.url);
  const table = readTable(readFileSync(file), { file: name });
  const types = typeColumns(table);
  expect(findLeaks(table, types, resolveTarget(table, types, { column }))).toEqual([]);
});

const random = createRandom(4);
const n = 400;
const label = times(n, () => random.integer(3));
const value = times(n, () => Math.exp(random.normal()));

function leaksOf(columns: Record<string, (string | number | null)[]>, among?: Uint8Array) {
  const { table, types } = columnsOf(columns);
  return findLeaks(table, types, resolveTarget(table, types, { column: 'y' }), among);
}

test('classes: a copy, a code, a number that parts them, and gaps that tell', () => {
  const rare = times(n, (i) => (i % 10 === 0 ? 1 : 0));
  const y = label.map((c) => `c${c}`);
  const found = leaksOf({
    noise: times(n, () => random.normal()),
    good: label.map((c) => c + 0.35 * random.normal()),
    copy: label.map((c) => ['x', 'y', 'z'][c]),
    parts: label.map((c) => c * 10 + random.uniform()),
    flipped: label.map((c) => (random.uniform() < 0.05 ? (c + 1) % 3 : c)).map((c) => `k${c}`),
    y,
  });
  expect(found.map(({ column }) => column).sort()).toEqual(['copy', 'parts']);
  expect(found[0]).toMatchObject({ measure: 'accuracy', value: 1 });
  expect(found[0].baseline).toBeLessThan(0.4);
  const gaps = leaksOf({ closed: rare.map((r) => (r ? random.normal() : null)), y: rare });
  expect(gaps).toMatchObject([{ column: 'closed', value: 1, baseline: 0.9 }]);
});

test('a level a row says nothing of rows it was not fitted on', () => {
  const unique = times(n, (i) => `k${i >> 1}`);
  expect(leaksOf({ unique, y: times(n, () => random.integer(2)) })).toEqual([]);
});

test('being mostly right about a rare class is not nearly perfect', () => {
  const y = times(n, (i) => (i % 10 === 0 ? 1 : 0));
  // 98% accuracy, but a fifth of the baseline's errors is left.
  const flag = y.map((one, i) => (one && i % 50 !== 0 ? 'p' : 'q'));
  expect(leaksOf({ flag, y })).toEqual([]);
});

test('numbers: a copy with noise, a logarithm, a group that fixes it; no honest column', () => {
  const stepped = value.map((x) => Math.min(6, Math.round(x * 2)));
  const found = leaksOf({
    honest: value.map((x) => x + 0.5 * random.normal()),
    inches: value.map((x) => x / 2.54 + 1e-3 * random.normal()),
    log: value.map((x) => -Math.log(x)),
    some: value.map((x, i) => (i % 5 === 0 ? x : null)),
    y: value,
  });
  expect(found.map(({ column }) => column).sort()).toEqual(['inches', 'log']);
  expect(found[0].measure).toBe('r2');
  const group = leaksOf({
    group: stepped.map((s) => `g${s}`),
    y: stepped.map((s) => s * 1.5 + 0.1),
  });
  expect(group.map(({ column }) => column)).toEqual(['group']);
});

test('small tables, and classes that are hardly there, are left alone', () => {
  const copy = (rows: number, ones: number) => {
    const y = times(rows, (i) => (i < ones ? 1 : 0));
    return leaksOf({ copy: y.map((c) => c * 2.5), y }).length;
  };
  expect([copy(99, 40), copy(100, 40), copy(300, 19), copy(300, 20)]).toEqual([0, 1, 0, 1]);
});

test('only the rows asked for are looked at, and only what is learnt from', () => {
  const y = times(n, (i) => i % 2);
  const early = y.map((c, i) => (i < 200 ? c : random.integer(2)) * 2.5);
  const among = Uint8Array.from(times(n, (i) => (i < 200 ? 1 : 0)));
  expect(leaksOf({ early, y })).toEqual([]);
  expect(leaksOf({ early, y }, among)).toHaveLength(1);
  const { table, types } = columnsOf({ early: y.map((c) => c * 2.5), y });
  const ignored: ColumnType[] = [{ ...types[0], kind: 'text' }, types[1]];
  const target = resolveTarget(table, types, { column: 'y' });
  expect(findLeaks(table, ignored, target)).toEqual([]);
});

test('a stump finds the cuts, and has a leaf for gaps', () => {
  const x = [1, 2, 3, 10, 11, 12, 20, 21, Number.NaN, Number.NaN];
  const y = [0, 0, 0, 1, 1, 1, 0, 0, 2, 2];
  const { predict } = fitStump(x, y, 3, 4);
  expect([0, 6, 7, 15, 17, 99, Number.NaN].map(predict)).toEqual([0, 0, 1, 1, 0, 0, 2]);
});
