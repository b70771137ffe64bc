import { expect, test } from 'vitest';
import { createRandom } from '../../../core/random';
import { clipping, type Range } from './clipping';

const random = createRandom(5);
const normals = (count: number) =>
  Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    return radius * Math.cos(2 * Math.PI * random.uniform());
  });

function meanSquare(values: Float32Array, { low, high }: Range): number {
  const step = (high - low) / 127;
  const error = (v: number) =>
    Math.round(Math.max(0, Math.min(127, (v - low) / step))) * step + low - v;
  return values.reduce((sum, v) => sum + error(v) ** 2, 0) / values.length;
}

test('values that fill their range keep it', () => {
  const values = Float32Array.from({ length: 5000 }, () => random.uniform() * 3 - 1);
  const { low, high } = clipping(values);
  expect(low).toBeCloseTo(-1, 1);
  expect(high).toBeCloseTo(2, 1);
});

test('an outlier is clipped, and the error falls', () => {
  const values = normals(100_000);
  values[7] = 12;
  const range = clipping(values);
  expect(range.high).toBeLessThan(7);
  expect(meanSquare(values, range)).toBeLessThan(
    meanSquare(values, { low: range.low, high: 12 }) * 0.7,
  );
});

test('rectified values begin at 0', () => {
  expect(clipping(normals(2000).map((v) => Math.max(v, 0))).low).toBe(0);
});

test('zeros alone have an empty range', () => {
  expect(clipping(new Float32Array(10))).toEqual({ low: 0, high: 0 });
});
