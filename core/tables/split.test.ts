import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { ASIDE, foldRows, splitRows } from './split';
import type { Target } from './target';
import { times } from './testing';

function classes(...labels: number[]): Target {
  const base = { column: 'y', missing: 0, setAside: [], task: 'classification' as const };
  return { ...base, classes: [], counts: new Int32Array(0), labels: Int32Array.from(labels) };
}
const numbers = (values: number[]): Target => ({
  task: 'regression',
  column: 'y',
  missing: 0,
  values: Float64Array.from(values),
});
const sizes = (sides: Uint8Array) =>
  [0, 1, 2].map((s) => sides.filter((side) => side === s).length);

test('60/20/20 of every class; rows without a target stand aside', () => {
  const labels = [...times(100, () => 0), ...times(50, () => 1), ...times(7, () => -1)];
  const sides = splitRows(classes(...labels), { seed: 1 });
  expect(sizes(sides.subarray(0, 100))).toEqual([60, 20, 20]);
  expect(sizes(sides.subarray(100, 150))).toEqual([30, 10, 10]);
  expect([...sides.subarray(150)]).toEqual(times(7, () => ASIDE));
});

test('numbers are split by quantiles: no side gets the large ones', () => {
  const random = createRandom(2);
  const values = times(1000, (i) => (i % 50 === 0 ? Number.NaN : Math.exp(random.normal())));
  const sides = splitRows(numbers(values), { seed: 1 });
  // Ten strata of 98 rows, each rounded.
  for (const [side, share] of [588, 196, 196].entries()) {
    expect(Math.abs(sizes(sides)[side] - share)).toBeLessThanOrEqual(5);
  }
  const sorted = values.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
  const decile = sorted.slice(882);
  const inTop = [0, 1, 2].map(
    (side) => values.filter((v, i) => sides[i] === side && v >= decile[0]).length,
  );
  // A plain shuffle misses this in nine of ten seeds.
  for (const [side, share] of [58.8, 19.6, 19.6].entries()) {
    expect(Math.abs(inTop[side] - share)).toBeLessThanOrEqual(1);
  }
  expect(sides[0]).toBe(ASIDE);
});

test('few numbers, and many equal ones, are split all the same', () => {
  expect(sizes(splitRows(numbers([1, 2, 3, 4, 5]), { seed: 1 }))).toEqual([3, 1, 1]);
  const zeros = times(100, (i) => (i < 80 ? 0 : i));
  const sides = splitRows(numbers(zeros), { seed: 1 });
  expect(sizes(sides)).toEqual([60, 20, 20]);
  expect(sizes(sides.subarray(0, 80))).toEqual([48, 16, 16]);
});

test('the seed decides', () => {
  const target = numbers(times(100, (i) => i));
  expect(splitRows(target, { seed: 1 })).toEqual(splitRows(target, { seed: 1 }));
  expect(splitRows(target, { seed: 1 })).not.toEqual(splitRows(target, { seed: 2 }));
});

test('folds: each row of those asked for is held out once, in equal shares', () => {
  const labels = times(100, (i) => (i < 70 ? 0 : 1));
  const among = Uint8Array.from(times(100, (i) => (i % 10 === 9 ? 0 : 1)));
  const { count, foldOf } = foldRows(classes(...labels), { seed: 1 }, among);
  expect(count).toBe(5);
  foldOf.forEach((fold, row) => {
    expect(fold === ASIDE).toBe(among[row] === 0);
  });
  for (const fold of times(5, (i) => i)) {
    const own = labels.filter((_, row) => foldOf[row] === fold);
    expect(own.length).toBe(18);
    expect(own.filter((label) => label === 1).length).toBeGreaterThanOrEqual(5);
  }
  expect(foldRows(classes(0, 0, 0, 1, 1, 1), { seed: 1 }).count).toBe(3);
  expect(foldRows(numbers(times(40, (i) => i)), { seed: 1, folds: 4 }).count).toBe(4);
});
