import { describe, expect, it } from 'vitest';
import type { Picture } from '../dataset';
import { splitPictures } from '../learning/split';
import { createRandom } from '../random';
import { applyEdits, type Edit, undoLast } from './edits';
import { baseVersion, compareTests, type DatasetVersion, picturesOf, versionHash } from './version';

const classes = ['cat', 'dog', 'fox'];
const pictures = Array.from(
  { length: 90 },
  (_, i): Picture => ({
    id: `d/${i}`,
    datasetId: 'd',
    ordinal: i,
    file: `${classes[i % 3]}/${i}.png`,
    label: i % 3,
    width: 32,
    height: 32,
    bytes: 100,
    hash: `${i}`.padStart(64, '0'),
    perceptualHash: '0'.repeat(16),
    group: i,
    ownSplit: null,
  }),
);
const { sides } = splitPictures(pictures, { seed: 1 });
const base = baseVersion(classes, pictures, sides);
const at = (version: DatasetVersion, i: number) => version.pictures[i];
const nameOf = (version: DatasetVersion, i: number) => version.classes[at(version, i).label];
const hashOf = (edits: Edit[]) => versionHash(applyEdits(base, edits));

const relabel: Edit = { edit: 'relabel', pictures: ['d/0', 'd/3'], to: 'dog' };
const exclude: Edit = { edit: 'exclude', pictures: ['d/4'] };
const move: Edit = { edit: 'move', pictures: ['d/5'], to: 'test' };
const merge: Edit = { edit: 'merge', classes: ['cat'], into: 'fox' };
const rename: Edit = { edit: 'rename', from: 'dog', to: 'hound' };
const reorder: Edit = { edit: 'reorder', classes: ['fox', 'cat', 'dog'] };
const dismiss: Edit = { edit: 'dismiss', finding: 'label-error/1' };

describe('edits', () => {
  it('change what they say and nothing else', () => {
    const frozen = JSON.stringify(base);
    const version = applyEdits(base, [relabel, exclude, move]);
    const differ = version.pictures.flatMap((picture, i) => (picture === at(base, i) ? [] : [i]));
    expect(differ).toEqual([0, 3, 4, 5]);
    expect([0, 3].map((i) => nameOf(version, i))).toEqual(['dog', 'dog']);
    expect(at(version, 4)).toEqual({ ...at(base, 4), isExcluded: true });
    expect(at(version, 5)).toEqual({ ...at(base, 5), side: 'test' });
    expect(JSON.stringify(base)).toBe(frozen);
  });

  it('keep every picture in its class when classes are renamed or stand in another order', () => {
    const version = applyEdits(base, [rename, { ...reorder, classes: ['fox', 'hound', 'cat'] }]);
    expect(version.classes).toEqual(['fox', 'hound', 'cat']);
    for (let i = 0; i < pictures.length; i++) {
      expect(nameOf(version, i)).toBe(nameOf(base, i).replace('dog', 'hound'));
    }
  });

  it('merge classes into one of them', () => {
    const version = applyEdits(base, [merge]);
    expect(version.classes).toEqual(['dog', 'fox']);
    for (let i = 0; i < pictures.length; i++) {
      expect(nameOf(version, i)).toBe(nameOf(base, i).replace('cat', 'fox'));
    }
  });

  it.each<[string, Edit]>([
    ['an unknown picture', { edit: 'exclude', pictures: ['d/0', 'd/900'] }],
    ['an unknown class', { edit: 'relabel', pictures: [], to: 'wolf' }],
    ['a name that is taken', { edit: 'rename', from: 'cat', to: 'dog' }],
    ['an empty name', { edit: 'rename', from: 'cat', to: '' }],
    ['a class merged into itself', { edit: 'merge', classes: ['cat', 'dog'], into: 'dog' }],
    ['an order without a class', { edit: 'reorder', classes: ['cat', 'dog'] }],
    ['an order with a class twice', { edit: 'reorder', classes: ['cat', 'dog', 'dog'] }],
  ])('do not take %s', (_, edit) => {
    expect(() => applyEdits(base, [edit])).toThrow(RangeError);
  });
});

describe('the hash of a version', () => {
  it('is that of before when an edit is undone', async () => {
    const edits: Edit[] = [];
    const hashes = [await hashOf(edits)];
    for (const edit of [relabel, exclude, move, reorder, rename, merge]) {
      edits.push(edit);
      hashes.push(await hashOf(edits));
    }
    expect(new Set(hashes).size).toBe(7);
    let left = edits;
    for (let i = 5; i >= 0; i--) {
      left = undoLast(left);
      expect(await hashOf(left)).toBe(hashes[i]);
    }
    expect(left).toEqual([]);
    expect(undoLast(left)).toEqual([]);
  });

  it('does not depend on the order of edits that do not touch each other', async () => {
    const edits = [relabel, exclude, move, dismiss, reorder];
    const expected = await hashOf(edits);
    for (let seed = 0; seed < 12; seed++) {
      expect(await hashOf(createRandom(seed).shuffle([...edits]))).toBe(expected);
    }
    const same: Edit[] = [
      { edit: 'relabel', pictures: ['d/7'], to: 'cat' },
      { edit: 'exclude', pictures: ['d/7'] },
      { edit: 'move', pictures: ['d/7'], to: 'train' },
    ];
    const once = await hashOf(same);
    expect(await hashOf(same.toReversed())).toBe(once);
    expect(await hashOf([same[1]])).toBe(once);
  });

  it('depends on the order of those that do', async () => {
    const back: Edit = { edit: 'relabel', pictures: ['d/0'], to: 'cat' };
    expect(await hashOf([relabel, back])).not.toBe(await hashOf([back, relabel]));
    expect(await hashOf([relabel, { edit: 'relabel', pictures: ['d/0', 'd/3'], to: 'cat' }])).toBe(
      await hashOf([]),
    );
  });

  it('is of what can be learnt: neither dismissed findings nor the order of pictures', async () => {
    const hash = await versionHash(base);
    expect(await hashOf([dismiss, dismiss])).toBe(hash);
    expect(applyEdits(base, [dismiss, dismiss]).dismissed).toEqual(['label-error/1']);
    expect(await versionHash({ ...base, pictures: base.pictures.toReversed() })).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the test set', () => {
  const testIds = (version: DatasetVersion) => {
    const list = picturesOf(version, pictures);
    const split = splitPictures(list, { seed: 99 });
    return list.filter((_, i) => split.sides[i] === 'test').map(({ id }) => id);
  };
  const tested = testIds(base);

  it('loses only what is excluded from it, whatever else is edited', () => {
    expect(tested.length).toBeGreaterThan(10);
    const gone = [tested[0], 'd/1', 'd/2', 'd/10'];
    const version = applyEdits(base, [{ edit: 'exclude', pictures: gone }, relabel, rename]);
    expect(testIds(version)).toEqual(tested.filter((id) => !gone.includes(id)));
  });

  it('is compared by what two versions share', () => {
    const outside = pictures.find(({ id }) => !tested.includes(id))?.id ?? '';
    const after = applyEdits(base, [
      { edit: 'exclude', pictures: [tested[1]] },
      { edit: 'move', pictures: [outside], to: 'test' },
      { edit: 'move', pictures: [tested[2]], to: 'train' },
    ]);
    const { common, onlyBefore, onlyAfter } = compareTests(base, after);
    expect(onlyBefore).toEqual([tested[1], tested[2]]);
    expect(onlyAfter).toEqual([outside]);
    expect(common).toEqual(tested.filter((id) => !onlyBefore.includes(id)));
  });

  it('needs pictures that the version knows', () => {
    expect(() => picturesOf({ ...base, pictures: [] }, pictures)).toThrow(RangeError);
    expect(() => baseVersion(classes, pictures, [])).toThrow(RangeError);
  });
});
