import { expect, test } from 'vitest';
import { createRandom } from '../../../core/random';
import { type Lifetime, placeInArena } from './arena';

/** Pieces of odd sizes that live for up to eight of forty steps. */
function randomPieces(seed: number): Lifetime[] {
  const random = createRandom(seed);
  return Array.from({ length: 1 + random.integer(40) }, () => {
    const first = random.integer(40);
    return { bytes: 4 * (1 + random.integer(500)), first, last: first + random.integer(8) };
  });
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

test('pieces that live at the same time never overlap, and all lie inside', () => {
  for (const seed of seeds) {
    const pieces = randomPieces(seed);
    const { offsets, bytes } = placeInArena(pieces);
    for (const [i, a] of pieces.entries()) {
      expect(offsets[i]! % 64).toBe(0);
      expect(offsets[i]! + a.bytes).toBeLessThanOrEqual(bytes);
      for (const [j, b] of pieces.entries()) {
        if (j <= i || a.last < b.first || b.last < a.first) continue;
        const apart = offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!;
        expect(apart, `seed ${seed}: pieces ${i} and ${j}`).toBe(true);
      }
    }
  }
});

test('many pieces take little more room than live at any one time', () => {
  for (const seed of seeds) {
    const pieces = randomPieces(seed);
    const aligned = ({ bytes }: Lifetime) => 64 * Math.ceil(bytes / 64);
    const live = Array.from({ length: 48 }, (_, step) =>
      pieces
        .filter(({ first, last }) => first <= step && step <= last)
        .reduce((sum, piece) => sum + aligned(piece), 0),
    );
    // The greedy placement is no optimum: fragments cost something.
    expect(placeInArena(pieces).bytes).toBeLessThanOrEqual(1.5 * Math.max(...live));
  }
});

test('a chain of equal values needs two places', () => {
  const chain = Array.from({ length: 9 }, (_, i) => ({ bytes: 640, first: i, last: i + 1 }));
  const { offsets, bytes } = placeInArena(chain);
  expect(new Set(offsets).size).toBe(2);
  expect(bytes).toBe(1280);
});

test('the last step of one piece and the first of another are the same step for both', () => {
  const { offsets } = placeInArena([
    { bytes: 64, first: 0, last: 3 },
    { bytes: 64, first: 3, last: 4 },
    { bytes: 64, first: 4, last: 5 },
  ]);
  expect(offsets[0]).not.toBe(offsets[1]);
  expect(offsets[2]).not.toBe(offsets[1]);
  expect(offsets[2]).toBe(offsets[0]);
});

test('nothing takes no room', () => {
  expect(placeInArena([])).toEqual({ offsets: [], bytes: 0 });
});
