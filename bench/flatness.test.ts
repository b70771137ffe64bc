import { expect, test } from 'vitest';
import { flatness } from './flatness';

const samples = (bytes: (i: number) => number) =>
  Array.from({ length: 60 }, (_, i) => ({ done: i * 100, bytes: bytes(i) }));

test('saw teeth around a level are flat, whatever came before', () => {
  const teeth = samples((i) => (i < 20 ? 10 : 100 + (i % 3)));
  expect(flatness(teeth, 2000)).toBeCloseTo(1, 1);
  expect(flatness(teeth, 0)).toBeGreaterThan(5);
});

test('growth shows', () => {
  expect(
    flatness(
      samples((i) => 100 + i),
      1000,
    ),
  ).toBeGreaterThan(1.3);
});

test('too few samples say nothing', () => {
  expect(flatness(samples(() => 1).slice(0, 5), 0)).toBeNaN();
});
