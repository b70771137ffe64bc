import { expect, test } from 'vitest';
import type { Dataset, Picture } from '../../core/dataset';
import { findIn, summarizeClasses } from './class-summary';

function dataset(counts: Record<string, number>) {
  const classes = Object.keys(counts);
  const pictures = classes.flatMap((_, label) =>
    Array.from({ length: Object.values(counts)[label] ?? 0 }, (_, n) => ({
      id: `d/${label}-${n}`,
      label,
    })),
  );
  return summarizeClasses({ classes } as Dataset, pictures as Picture[]);
}

test('pictures are grouped by class, in order', () => {
  const classes = dataset({ cat: 2, dog: 1 });
  expect(classes.map(({ name, pictures }) => [name, pictures.map(({ id }) => id)])).toEqual([
    ['cat', ['d/0-0', 'd/0-1']],
    ['dog', ['d/1-0']],
  ]);
});

test('small classes and imbalance are found, smallest first', () => {
  const { small, imbalance } = findIn(dataset({ cat: 120, dog: 33, bird: 30 }), []);
  expect(small.map(({ name }) => name)).toEqual(['bird', 'dog']);
  expect(imbalance?.times).toBe(4);
  expect([imbalance?.large.name, imbalance?.small.name]).toEqual(['cat', 'bird']);
  expect(findIn(dataset({ cat: 100, dog: 34 }), [])).toEqual({
    small: [],
    imbalance: null,
    skipped: [],
  });
});

test('skipped files are grouped by reason, most first', () => {
  const { skipped } = findIn(dataset({ cat: 50, dog: 50 }), [
    { file: 'a.txt', reason: 'notAPicture' },
    { file: 'b.jpg', reason: 'exactDuplicate' },
    { file: 'c.jpg', reason: 'exactDuplicate' },
  ]);
  expect(skipped).toEqual([
    { reason: 'exactDuplicate', files: ['b.jpg', 'c.jpg'] },
    { reason: 'notAPicture', files: ['a.txt'] },
  ]);
});
