import { expect, test } from 'vitest';
import { partsOutside } from './part';

test('what lies outside a part covers the rest once', () => {
  const seen = { x: 0.25, y: 0.1, width: 0.5, height: 0.7 };
  const outside = partsOutside(seen);
  const area = outside.reduce((sum, { width, height }) => sum + width * height, 0);
  expect(area).toBeCloseTo(1 - seen.width * seen.height, 12);
  const holds = (x: number, y: number) =>
    outside.filter(
      (part) => x > part.x && x < part.x + part.width && y > part.y && y < part.y + part.height,
    ).length;
  for (const x of [0.1, 0.4, 0.9]) {
    for (const y of [0.05, 0.4, 0.95]) {
      const inside = x > 0.25 && x < 0.75 && y > 0.1 && y < 0.8;
      expect(holds(x, y)).toBe(inside ? 0 : 1);
    }
  }
});

test('nothing lies outside the whole, also where rounding left a hair', () => {
  expect(partsOutside({ x: 0, y: 0, width: 1, height: 1 })).toEqual([]);
  expect(partsOutside({ x: 1e-9, y: 0, width: 1 - 1e-9, height: 0.99999 })).toEqual([]);
});
