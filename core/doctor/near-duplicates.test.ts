import { describe, expect, it } from 'vitest';
import type { Split } from '../dataset';
import { createRandom } from '../random';
import { type Comparable, duplicateGroups } from './near-duplicates';

const width = 64;
const random = createRandom(5);
const hex = (value: bigint) => BigInt.asUintN(64, value).toString(16).padStart(16, '0');

interface Set {
  pictures: Comparable[];
  features: Float32Array;
}

/** Pictures with nothing in common. */
function strangers(count: number, side = 200): Set {
  const pictures = Array.from({ length: count }, (_, i) => ({
    hash: `bytes ${i}`,
    perceptualHash: hex((BigInt(random.uint32()) << 32n) | BigInt(random.uint32())),
    label: i % 4,
    width: side,
    height: side,
  }));
  const features = Float32Array.from({ length: count * width }, () => 2 + random.normal());
  return { pictures, features };
}

/** Makes picture `to` look like `from`, `bits` of the hash and `noise` of the features off. */
function copy({ pictures, features }: Set, from: number, to: number, bits: number, noise: number) {
  let hash = BigInt(`0x${pictures[from].perceptualHash}`);
  for (let i = 0; i < bits; i++) hash ^= 1n << BigInt(i * 5);
  pictures[to] = { ...pictures[to], perceptualHash: hex(hash), label: pictures[from].label };
  for (let d = 0; d < width; d++) {
    features[to * width + d] = features[from * width + d] + noise * random.normal();
  }
}

const found = ({ pictures, features }: Set) =>
  duplicateGroups(pictures, features, null).map((group) => group.pictures);

describe('duplicates', () => {
  it('are pictures near in hash and features, chains of them too', () => {
    const set = strangers(60);
    copy(set, 3, 50, 10, 0.1);
    copy(set, 50, 51, 2, 0.1);
    copy(set, 7, 52, 1, 0.05);
    expect(found(set)).toEqual([
      [3, 50, 51],
      [7, 52],
    ]);
  });

  it('need both: a near hash alone is a pose, near features alone a kind', () => {
    const set = strangers(60);
    copy(set, 3, 50, 2, 3);
    copy(set, 7, 52, 13, 0.05);
    expect(found(set)).toEqual([]);
  });

  it('have to be nearer among tiny pictures', () => {
    const near = (side: number) => {
      const set = strangers(60, side);
      copy(set, 3, 50, 6, 0.1);
      copy(set, 7, 52, 3, 0.1);
      return found(set);
    };
    expect(near(200)).toHaveLength(2);
    expect(near(28)).toEqual([[7, 52]]);
    // One tiny picture makes a pair of them, in a set that has others.
    const mixed = strangers(60);
    copy(mixed, 3, 50, 6, 0.1);
    copy(mixed, 7, 52, 6, 0.1);
    mixed.pictures[52] = { ...mixed.pictures[52], width: 28 };
    expect(found(mixed)).toEqual([[3, 50]]);
  });

  it('of the same bytes are told from those that look the same', () => {
    const set = strangers(20);
    set.pictures[9] = { ...set.pictures[9], hash: set.pictures[4].hash, label: 3 };
    copy(set, 1, 15, 0, 0.1);
    const [near, exact] = duplicateGroups(set.pictures, set.features, null);
    expect(near).toMatchObject({ kind: 'near', pictures: [1, 15], crossesClasses: false });
    expect(near.similarity).toBeGreaterThan(0.95);
    expect(near.similarity).toBeLessThan(1);
    expect(exact).toMatchObject({ kind: 'exact', pictures: [4, 9], similarity: 1 });
    expect(exact).toMatchObject({ labels: [0, 3], crossesClasses: true, crossesSplits: false });
  });

  it('on two sides of the split are a leak', () => {
    const set = strangers(20);
    copy(set, 0, 10, 1, 0.1);
    copy(set, 1, 11, 1, 0.1);
    const sides = Array.from({ length: 20 }, (_, i): Split => (i === 10 ? 'test' : 'train'));
    const groups = duplicateGroups(set.pictures, set.features, sides);
    expect(groups.map(({ sides }) => sides)).toEqual([['train', 'test'], ['train']]);
    expect(groups.map(({ crossesSplits }) => crossesSplits)).toEqual([true, false]);
    expect(() => duplicateGroups(set.pictures, set.features, ['test'])).toThrow(RangeError);
  });

  it('among thousands of one hash end in time', () => {
    const set = strangers(4000);
    set.pictures.forEach((picture, i) => {
      if (i > 500) picture.perceptualHash = '0'.repeat(16);
    });
    const started = performance.now();
    expect(found(set)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('are not there without pictures', () => {
    expect(duplicateGroups([], new Float32Array(), [])).toEqual([]);
  });
});
