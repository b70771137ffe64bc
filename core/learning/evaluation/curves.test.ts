import { expect, test } from 'vitest';
import { createRandom } from '../../random';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from './curves';
import { thinned } from './thinned';

/** Scores of which `levels` differ at most, higher for positives. */
function scored(seed: number, rows: number, levels = Number.POSITIVE_INFINITY) {
  const random = createRandom(seed);
  const positives = Array.from({ length: rows }, () => random.uniform() < 0.3);
  const scores = positives.map((positive) => {
    const score = random.normal() + (positive ? 1 : 0);
    return levels === Number.POSITIVE_INFINITY ? score : Math.round(score * levels) / levels;
  });
  return { scores, positives };
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

test.each(seeds)('the area is the share of pairs in the right order (seed %i)', (seed) => {
  const { scores, positives } = scored(seed, 60, seed % 2 === 0 ? 2 : undefined);
  let ordered = 0;
  let pairs = 0;
  positives.forEach((positive, i) => {
    positives.forEach((other, j) => {
      if (!positive || other) return;
      pairs++;
      ordered += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    });
  });
  expect(rocAuc(scores, positives)).toBeCloseTo(ordered / pairs, 12);
});

test.each(seeds)('curves depend on the order of the scores only (seed %i)', (seed) => {
  const { scores, positives } = scored(seed, 50, 3);
  const stretched = scores.map((score) => Math.exp(score));
  expect(rocAuc(stretched, positives)).toBe(rocAuc(scores, positives));
  expect(averagePrecision(stretched, positives)).toBe(averagePrecision(scores, positives));
  const turned = scores.map((score) => -score);
  expect(rocAuc(turned, positives)).toBeCloseTo(1 - rocAuc(scores, positives)!, 12);
});

test.each(seeds)('curves are monotone and end where they must (seed %i)', (seed) => {
  const { scores, positives } = scored(seed, 80, 4);
  const roc = rocCurve(scores, positives)!;
  expect([roc.falsePositiveRate[0], roc.truePositiveRate[0]]).toEqual([0, 0]);
  expect([roc.falsePositiveRate.at(-1), roc.truePositiveRate.at(-1)]).toEqual([1, 1]);
  expect([...roc.falsePositiveRate]).toEqual([...roc.falsePositiveRate].sort((a, b) => a - b));
  const curve = precisionRecallCurve(scores, positives)!;
  expect(curve.recall[0]).toBe(1);
  expect([...curve.recall]).toEqual([...curve.recall].sort((a, b) => b - a));
});

/** How far the point is from the line through the points kept. */
function missed(x: Float64Array, y: Float64Array, kept: Uint32Array, i: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 1; k < kept.length; k++) {
    const [a, b] = [kept[k - 1], kept[k]];
    const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
    const along = ((x[i] - x[a]) * dx + (y[i] - y[a]) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(x[i] - x[a] - t * dx, y[i] - y[a] - t * dy));
  }
  return least;
}

test('400 of 10,000 points draw the curve within half a pixel of 800', () => {
  const { scores, positives } = scored(1, 10_000);
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(scores, positives)!;
  const kept = thinned({ x, y }, 400);
  expect(kept).toHaveLength(400);
  let furthest = 0;
  for (let i = 0; i < x.length; i += 7) furthest = Math.max(furthest, missed(x, y, kept, i));
  expect(furthest).toBeLessThan(0.5 / 800);
});

test('thinning keeps corners and both ends, and leaves out what lies on the line', () => {
  const x = [0, 0, 0, 0.1, 0.2, 0.3, 1];
  const y = [0, 0.4, 0.8, 0.8, 0.8, 0.8, 1];
  expect([...thinned({ x, y }, 100)]).toEqual([0, 2, 5, 6]);
  expect([...thinned({ x, y }, 3)]).toEqual([0, 2, 6]);
  expect([...thinned({ x, y }, 2)]).toEqual([0, 6]);
  expect([...thinned({ x: [1], y: [1] }, 9)]).toEqual([0]);
  expect([...thinned({ x: [], y: [] }, 9)]).toEqual([]);
});
