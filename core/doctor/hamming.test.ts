import { describe, expect, it, test } from 'vitest';
import { createRandom } from '../random';
import { hammingDistance, hammingPairs, parseHashes, popCount } from './hamming';

const random = createRandom(3);
const hex = (value: bigint) => BigInt.asUintN(64, value).toString(16).padStart(16, '0');
const draw = () => (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());

/** A few centres, and hashes up to 20 bits away from them; some twice. */
const clustered = Array.from({ length: 12 }, draw).flatMap((centre) =>
  Array.from({ length: 25 }, () => {
    let hash = centre;
    for (let bit = random.integer(20); bit > 0; bit--) hash ^= 1n << BigInt(random.integer(64));
    return hex(hash);
  }),
);

test('bits are counted', () => {
  expect([0, 1, 0xffff, -1, 0x80000000].map(popCount)).toEqual([0, 1, 16, 32, 1]);
  expect(hammingDistance('ffffffff00000000', '0000000000000001')).toBe(33);
  expect(() => parseHashes(['12'])).toThrow(RangeError);
});

describe('pairs within a radius', () => {
  it.each([0, 1, 3, 4, 7, 8, 10, 15])('of %i bits are those of all pairs, once each', (radius) => {
    const expected: string[] = [];
    for (let b = 0; b < clustered.length; b++) {
      for (let a = 0; a < b; a++) {
        const distance = hammingDistance(clustered[a], clustered[b]);
        if (distance <= radius) expected.push(`${a} ${b} ${distance}`);
      }
    }
    const found: string[] = [];
    hammingPairs(parseHashes(clustered), radius, (a, b, d) => found.push(`${a} ${b} ${d}`));
    expect(found.sort()).toEqual(expected.sort());
    if (radius > 3) expect(found.length).toBeGreaterThan(20);
  });

  it('are not looked for further than 15 bits', () => {
    expect(() => hammingPairs(parseHashes(clustered), 16, () => {})).toThrow(RangeError);
  });
});
