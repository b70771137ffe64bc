import { expect, test } from 'vitest';
import type { Split } from '../dataset';
import { createRandom } from '../random';
import { type Splittable, splitHash, splitPictures } from './split';

const seed = 1;

/** `counts[c]` pictures of class c, each its own group. */
function pictures(...counts: number[]): Splittable[] {
  let group = 0;
  return counts.flatMap((count, label) =>
    Array.from({ length: count }, () => ({ label, group: group++, ownSplit: null })),
  );
}

function count(list: Splittable[], sides: Split[], side: Split, label?: number): number {
  return list.filter((p, i) => sides[i] === side && (label ?? p.label) === p.label).length;
}

function perSide(list: Splittable[], sides: Split[], label?: number): number[] {
  return (['train', 'validation', 'test'] as const).map((side) => count(list, sides, side, label));
}

test('60/20/20 of every class', () => {
  const list = pictures(100, 50, 5);
  const { sides, ownSplit } = splitPictures(list, { seed });
  expect(perSide(list, sides, 0)).toEqual([60, 20, 20]);
  expect(perSide(list, sides, 1)).toEqual([30, 10, 10]);
  expect(perSide(list, sides, 2)).toEqual([3, 1, 1]);
  expect(ownSplit).toBe(false);
});

test('what does not divide evenly is spread over the sides, not piled on one', () => {
  const list = pictures(...new Array(20).fill(7));
  const [train, validation, held] = perSide(list, splitPictures(list, { seed }).sides);
  expect([train, validation, held]).toEqual([80, 30, 30]);
});

test('small classes: three go to each side, two are validated, one is trained on', () => {
  const list = pictures(3, 2, 1, 4);
  const { sides } = splitPictures(list, { seed });
  expect(perSide(list, sides, 0)).toEqual([1, 1, 1]);
  expect(perSide(list, sides, 1)).toEqual([1, 1, 0]);
  expect(perSide(list, sides, 2)).toEqual([1, 0, 0]);
  expect(perSide(list, sides, 3)).toEqual([2, 1, 1]);
});

test('the seed decides, and nothing else', () => {
  const list = pictures(30, 30);
  const once = splitPictures(list, { seed }).sides;
  expect(splitPictures(list, { seed }).sides).toEqual(once);
  expect(splitPictures(list, { seed: 2 }).sides).not.toEqual(once);
});

test('a group never straddles, whatever its size and labels, and shares stay near', () => {
  for (let trial = 0; trial < 50; trial++) {
    const random = createRandom(trial);
    const list = Array.from({ length: 300 }, () => ({
      label: random.integer(4),
      // A third of the pictures have look-alikes, some of another class.
      group: random.integer(250),
      ownSplit: null,
    }));
    const { sides } = splitPictures(list, { seed: trial });
    const sideOf = new Map<number, Split>();
    list.forEach(({ group }, i) => {
      expect(sideOf.get(group) ?? sides[i]).toBe(sides[i]);
      sideOf.set(group, sides[i]);
    });
    const [train, validation, held] = perSide(list, sides);
    expect(Math.abs(train - 180)).toBeLessThan(12);
    expect(Math.abs(validation - 60)).toBeLessThan(12);
    expect(Math.abs(held - 60)).toBeLessThan(12);
  }
});

test('one huge group is trained on rather than starving training', () => {
  const list = [
    ...Array.from({ length: 8 }, () => ({ label: 0, group: 0, ownSplit: null })),
    { label: 0, group: 1, ownSplit: null },
    { label: 0, group: 2, ownSplit: null },
  ];
  expect(perSide(list, splitPictures(list, { seed }).sides)).toEqual([8, 1, 1]);
});

function own(...parts: [count: number, label: number, side: Split | null][]): Splittable[] {
  let group = 0;
  return parts.flatMap(([length, label, ownSplit]) =>
    Array.from({ length }, () => ({ label, group: group++, ownSplit })),
  );
}

test("the archive's own three sides are kept", () => {
  const list = own([5, 0, 'train'], [5, 1, 'train'], [3, 0, 'validation'], [2, 1, 'test']);
  const result = splitPictures(list, { seed });
  expect(result.sides).toEqual(list.map(({ ownSplit }) => ownSplit));
  expect(result).toMatchObject({ ownSplit: true, moved: 0 });
});

test('a missing validation side is carved from train, per class, and so is a missing test side', () => {
  const noValidation = own([40, 0, 'train'], [20, 1, 'train'], [10, 0, 'test'], [10, 1, 'test']);
  const carved = splitPictures(noValidation, { seed }).sides;
  expect(perSide(noValidation, carved, 0)).toEqual([30, 10, 10]);
  expect(perSide(noValidation, carved, 1)).toEqual([15, 5, 10]);
  expect(carved.slice(60).every((side) => side === 'test')).toBe(true);

  const noTest = own([40, 0, 'train'], [20, 1, 'train'], [9, 0, 'validation']);
  const sides = splitPictures(noTest, { seed }).sides;
  expect(perSide(noTest, sides, 0)).toEqual([30, 9, 10]);
  expect(perSide(noTest, sides, 1)).toEqual([15, 0, 5]);
});

test('pictures the archive says nothing of are trained on', () => {
  const list = own([4, 0, null], [4, 1, 'train'], [2, 0, 'validation'], [2, 1, 'test']);
  expect(splitPictures(list, { seed }).sides.slice(0, 4)).toEqual(new Array(4).fill('train'));
});

test('look-alikes on two of its sides go where they are measured, and are counted', () => {
  const list = own([6, 0, 'train'], [6, 1, 'train'], [3, 0, 'validation'], [3, 1, 'test']);
  list[0].group = list[17].group; // train and test
  list[6].group = list[12].group; // train and validation
  const { sides, moved } = splitPictures(list, { seed });
  expect([sides[0], sides[17]]).toEqual(['test', 'test']);
  expect([sides[6], sides[12]]).toEqual(['validation', 'validation']);
  expect(moved).toBe(2);
});

test('an own split that leaves a class nothing to train on is not followed', () => {
  const list = own([10, 0, 'train'], [10, 1, 'test']);
  const { sides, ownSplit } = splitPictures(list, { seed });
  expect(ownSplit).toBe(false);
  expect(perSide(list, sides, 1)).toEqual([6, 2, 2]);
});

test('shares that leave nothing to train on are refused', () => {
  expect(() => splitPictures([], { seed, validation: 0.5, test: 0.5 })).toThrow(RangeError);
  expect(() => splitPictures([], { seed, validation: 0 })).toThrow(RangeError);
});

test('the hash follows who stands where, not the order of the list', () => {
  const list = [{ hash: 'a' }, { hash: 'b' }];
  // FNV-1a 64 of "a train\nb test\n", by an independent implementation.
  const hash = splitHash(list, ['train', 'test']);
  expect(hash).toBe('dbfbc75ba7eed214');
  expect(splitHash([...list].reverse(), ['test', 'train'])).toBe(hash);
  expect(splitHash(list, ['test', 'train'])).not.toBe(hash);
});
