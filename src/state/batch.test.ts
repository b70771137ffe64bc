import { expect, test } from 'vitest';
import { isBatch } from './batch';

const file = (path: string, type = '') => ({ path, blob: new Blob([], { type }) });

test('archives, folders and many pictures are for a batch; a few pictures are looked at singly', () => {
  expect(isBatch([file('a.png'), file('b.png')])).toBe(false);
  expect(isBatch([file('A.ZIP')])).toBe(true);
  expect(isBatch([file('archive', 'application/zip')])).toBe(true);
  expect(isBatch([file('cats/1.png')])).toBe(true);
  expect(isBatch(Array.from({ length: 24 }, (_, i) => file(`${i}.png`)))).toBe(false);
  expect(isBatch(Array.from({ length: 25 }, (_, i) => file(`${i}.png`)))).toBe(true);
  expect(isBatch([])).toBe(false);
});
