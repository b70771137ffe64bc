import { expect, test } from 'vitest';
import { perClass } from '../../../core/learning/evaluation/per-class';
import { classRows, sortClasses } from './class-rows';

// Birds are never said.
const counts = Uint32Array.of(8, 2, 0, 1, 9, 0, 3, 1, 0);
const evaluation = { classes: ['cat', 'dog', 'bird'], counts, perClass: perClass(counts, 3) };
const rows = classRows(evaluation, null);
const names = (descending: boolean) =>
  sortClasses(rows, { key: 'precision', descending }).map(({ name }) => name);

test('what is not defined comes last either way', () => {
  expect(rows.map(({ precision }) => precision)).toEqual([8 / 12, 9 / 12, null]);
  expect(names(true)).toEqual(['dog', 'cat', 'bird']);
  expect(names(false)).toEqual(['cat', 'dog', 'bird']);
});

test('the other model is compared by F1', () => {
  const other = perClass(Uint32Array.of(10, 0, 0, 0, 10, 0, 4, 0, 0), 3);
  const compared = classRows(evaluation, { perClass: other });
  expect(compared[1]).toMatchObject({ hits: 9, otherF1: 1 });
  expect(compared[1].difference).toBeCloseTo(18 / 22 - 1, 12);
  expect(rows[1].difference).toBeNull();
});
