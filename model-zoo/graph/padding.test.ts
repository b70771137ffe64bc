import { expect, test } from 'vitest';
import { resolvePadding, symmetric } from './padding';

test.each([
  // size, kernel, stride, top, right, bottom, left
  [
    [224, 224],
    [3, 3],
    [2, 2],
    [0, 1, 1, 0],
  ],
  [
    [225, 225],
    [3, 3],
    [2, 2],
    [1, 1, 1, 1],
  ],
  [
    [112, 113],
    [5, 5],
    [2, 2],
    [1, 2, 2, 2],
  ],
  [
    [7, 7],
    [5, 5],
    [1, 1],
    [2, 2, 2, 2],
  ],
  [
    [1, 1],
    [5, 5],
    [2, 2],
    [2, 2, 2, 2],
  ],
  [
    [4, 4],
    [1, 1],
    [2, 2],
    [0, 0, 0, 0],
  ],
] as [[number, number], [number, number], [number, number], number[]][])(
  'same: %o under %o by %o',
  (size, kernel, stride, sides) => {
    const { top, right, bottom, left } = resolvePadding('same', size, kernel, stride);
    expect([top, right, bottom, left]).toEqual(sides);
  },
);

test('explicit padding stays', () => {
  expect(resolvePadding(symmetric(3), [10, 10], [7, 7], [2, 2])).toEqual(symmetric(3));
});
