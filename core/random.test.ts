import { expect, test } from 'vitest';
import { createRandom, fromState } from './random';

test('gives what the C reference of xoshiro128** 1.1 gives', () => {
  const random = fromState(Uint32Array.of(1, 2, 3, 4));
  // prng.di.unimi.it/xoshiro128starstar.c with s = {1, 2, 3, 4}: outputs 1 to 10, then the 1001st.
  const first = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
    4258142804,
  ];
  expect(Array.from(first, () => random.uint32())).toEqual(first);
  for (let i = 0; i < 990; i++) random.uint32();
  expect(random.uint32()).toBe(136054147);
});

test('a seed means the same numbers for good', () => {
  const random = createRandom(7);
  expect([random.uint32(), random.uint32(), random.uint32()]).toMatchInlineSnapshot(`
    [
      3783334434,
      598480379,
      2785095057,
    ]
  `);
  expect(createRandom(7).shuffle([0, 1, 2, 3, 4, 5, 6, 7])).toMatchInlineSnapshot(`
    [
      1,
      7,
      4,
      5,
      6,
      3,
      0,
      2,
    ]
  `);
});

test('seeds apart in any bit give unlike streams', () => {
  const seeds = [0, 1, 2, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
  expect(new Set(seeds.map((seed) => createRandom(seed).uint32())).size).toBe(seeds.length);
});

test('a fork depends on seed and name only, not on what was drawn', () => {
  const fresh = createRandom(1);
  const used = createRandom(1);
  for (let i = 0; i < 5; i++) used.normal();
  const expected = fresh.fork('split').uint32();
  expect(used.fork('split').uint32()).toBe(expected);
  expect(fresh.fork('order').uint32()).not.toBe(expected);
  expect(createRandom(2).fork('split').uint32()).not.toBe(expected);
  expect(fresh.fork('split').fork('split').uint32()).not.toBe(expected);
});

test('integers are evenly spread and refuse a senseless bound', () => {
  const random = createRandom(3);
  const counts = new Array(6).fill(0);
  for (let i = 0; i < 60_000; i++) counts[random.integer(6)]++;
  const chiSquare = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
  // 99.9% quantile of chi-square with 5 degrees of freedom.
  expect(chiSquare).toBeLessThan(20.5);
  expect(random.integer(1)).toBe(0);
  expect(() => random.integer(0)).toThrow(RangeError);
  expect(() => random.integer(1.5)).toThrow(RangeError);
});

test('normals have the normal moments', () => {
  const random = createRandom(4);
  const n = 100_000;
  const draws = Array.from({ length: n }, () => random.normal());
  const moment = (k: number) => draws.reduce((sum, x) => sum + x ** k, 0) / n;
  // Within four standard errors of 0, 1, 0, 3.
  expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
});

test('every permutation of a shuffle is as likely as another', () => {
  const random = createRandom(5);
  const counts = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = random.shuffle([0, 1, 2, 3]).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  expect(counts.size).toBe(24);
  // 99.9% quantile of chi-square with 23 degrees of freedom.
  expect(chiSquare).toBeLessThan(49.7);
  expect(random.shuffle(Int32Array.of(3, 1, 2)).sort()).toEqual(Int32Array.of(1, 2, 3));
});
