import { expect, test } from 'vitest';
import { ColumnStore } from './column-store';
import { MISSING, NOT_KEPT } from './table';
import { times } from './testing';
import { utf8Bytes } from './utf8';

function column(cells: string[], left: number) {
  const store = new ColumnStore(cells.length, '.', { left });
  cells.forEach((cell, row) => {
    const bytes = utf8Bytes(cell);
    store.put(row, bytes, 0, bytes.length);
  });
  return store.finish('x', cells.length, new Set());
}

test('when the texts of a table have used up their memory, new ones are dropped, known ones kept', () => {
  const cells = [...times(3000, (i) => `text ${i}`), 'text 5', ''];
  const { codes, levels, missing } = column(cells, 0);
  expect(levels).toHaveLength(1001);
  expect([...codes!.slice(999, 1003)]).toEqual([999, 1000, NOT_KEPT, NOT_KEPT]);
  expect([codes![3000], codes![3001], missing]).toEqual([5, MISSING, 1]);
  expect(column(cells, 1e9).levels).toHaveLength(3000);
});

test('numbers do not suffer from it', () => {
  const cells = [...times(3000, (i) => `${i}.5`), ''];
  const { numbers, codes, missing } = column(cells, 0);
  expect(codes).toBeNull();
  expect([...numbers!]).toEqual([...times(3000, (i) => i + 0.5), Number.NaN]);
  expect(missing).toBe(1);
});
