import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { kFold, needsKFold } from './k-fold';
import { splitPictures } from './split';

function pictures(...counts: number[]) {
  let group = 0;
  return counts.flatMap((count, label) =>
    Array.from({ length: count }, () => ({ label, group: group++, ownSplit: null })),
  );
}

function sizes(foldOf: Uint8Array, count: number): number[] {
  return Array.from({ length: count }, (_, fold) => foldOf.filter((f) => f === fold).length);
}

test('five folds of equal size, each with its share of every class', () => {
  const list = pictures(50, 25, 10);
  const { count, foldOf } = kFold(list, { seed: 1 });
  expect(count).toBe(5);
  for (const [label, each] of [10, 5, 2].entries()) {
    const ofClass = foldOf.filter((_, i) => list[i].label === label);
    expect(sizes(ofClass, 5)).toEqual(new Array(5).fill(each));
  }
});

test('remainders of the classes are evened out over the folds', () => {
  const { foldOf } = kFold(pictures(...new Array(10).fill(7)), { seed: 1 });
  expect(sizes(foldOf, 5)).toEqual([14, 14, 14, 14, 14]);
});

test('the smallest class sets the number of folds, but a lone picture does not', () => {
  expect(kFold(pictures(20, 3), { seed: 1 }).count).toBe(3);
  expect(kFold(pictures(20, 2), { seed: 1 }).count).toBe(2);
  expect(kFold(pictures(20, 10, 1), { seed: 1 }).count).toBe(5);
  expect(kFold(pictures(1, 1), { seed: 1 }).count).toBe(2);
  expect(kFold(pictures(20, 20), { seed: 1, folds: 10 }).count).toBe(10);
});

test('every class of at least as many groups is in every fold, and no group is parted', () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = createRandom(seed);
    const list = Array.from({ length: 120 }, () => ({
      label: random.integer(3),
      group: random.integer(100),
    }));
    const { count, foldOf } = kFold(list, { seed });
    const foldOfGroup = new Map<number, number>();
    list.forEach(({ group }, i) => {
      expect(foldOfGroup.get(group) ?? foldOf[i]).toBe(foldOf[i]);
      foldOfGroup.set(group, foldOf[i]);
    });
    expect(Math.min(...sizes(foldOf, count))).toBeGreaterThan(15);
  }
});

test('the seed decides', () => {
  const list = pictures(30, 30);
  expect(kFold(list, { seed: 1 })).toEqual(kFold(list, { seed: 1 }));
  expect(kFold(list, { seed: 1 })).not.toEqual(kFold(list, { seed: 2 }));
});

test('cross-validation from fewer than 20 training pictures in the smallest class', () => {
  // 33 and 34 pictures at 60/20/20 leave 19.8 and 20.4.
  const sidesOf = (list: ReturnType<typeof pictures>) => splitPictures(list, { seed: 1 }).sides;
  const enough = pictures(100, 34);
  const few = pictures(100, 32);
  expect(needsKFold(enough, sidesOf(enough))).toBe(false);
  expect(needsKFold(few, sidesOf(few))).toBe(true);
  // A class that is only tested on has none.
  expect(needsKFold([{ label: 0 }], ['test'])).toBe(true);
});
