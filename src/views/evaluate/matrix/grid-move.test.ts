import { expect, test } from 'vitest';
import { moved } from './grid-move';

const key = (key: string, ctrlKey = false) => ({ key, ctrlKey });

test.each([
  [{ row: 1, column: 1 }, key('ArrowUp'), { row: 0, column: 1 }],
  [{ row: 0, column: 1 }, key('ArrowUp'), { row: -1, column: 1 }],
  [{ row: 1, column: 0 }, key('ArrowLeft'), { row: 1, column: -1 }],
  [{ row: 1, column: 2 }, key('Home'), { row: 1, column: 0 }],
  [{ row: 1, column: 0 }, key('End', true), { row: 2, column: 2 }],
  [{ row: 1, column: -1 }, key('Home', true), { row: 0, column: 0 }],
])('from %o, %o leads to %o', (from, pressed, to) => {
  expect(moved(from, pressed, 3)).toEqual(to);
});

test.each([
  ['past the last column', { row: 0, column: 2 }, key('ArrowRight')],
  ['into the corner from a column', { row: -1, column: 0 }, key('ArrowLeft')],
  ['into the corner from a row', { row: 0, column: -1 }, key('ArrowUp')],
  ['with a letter', { row: 0, column: 0 }, key('a')],
])('nowhere %s', (_, from, pressed) => {
  expect(moved(from, pressed, 3)).toBeNull();
});
