import { expect, test } from 'vitest';
import { mirrored } from './mirror';

test('left and right change places, pixels and pictures do not', () => {
  const data = Uint8Array.from({ length: 2 * 2 * 3 * 3 }, (_, i) => i);
  const out = mirrored(data, [2, 2, 3, 3]);
  expect([...out.subarray(0, 9)]).toEqual([6, 7, 8, 3, 4, 5, 0, 1, 2]);
  expect([...out.subarray(27)]).toEqual([33, 34, 35, 30, 31, 32, 27, 28, 29]);
  expect(mirrored(out, [2, 2, 3, 3])).toEqual(data);
});
