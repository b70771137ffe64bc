import { expect, test } from 'vitest';
import { confusedPairs } from './confusion-matrix';
import { coverageAt, coverageCurve } from './coverage';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from './curves';
import { macroAverage, rocAucs } from './one-versus-rest';
import { averages, perClass } from './per-class';
import { expectedCalibrationError, reliability } from './reliability';
import { topLosses } from './top-losses';

const none = new Float32Array();

test('without pictures nothing is known', () => {
  expect(averages(new Uint32Array(4), 2)).toBeNull();
  expect(perClass(new Uint32Array(4), 2)[0]).toEqual({
    precision: null,
    recall: null,
    f1: null,
    support: 0,
    predicted: 0,
  });
  expect(confusedPairs(new Uint32Array(4), 2)).toEqual([]);
  expect(rocCurve([], [])).toBeNull();
  expect(rocAuc([], [])).toBeNull();
  expect(precisionRecallCurve([], [])).toBeNull();
  expect(averagePrecision([], [])).toBeNull();
  expect(macroAverage(rocAucs(none, [], 3))).toBeNull();
  const bins = reliability(none, [], 3);
  expect(bins).toHaveLength(15);
  expect(bins[14]).toMatchObject({ count: 0, confidence: null, accuracy: null, interval: null });
  expect(expectedCalibrationError(bins)).toBe(0);
  expect(coverageAt(none, [], 3, 0.5)).toEqual({
    covered: 0,
    correct: 0,
    count: 0,
    coverage: 0,
    accuracy: null,
  });
  expect(coverageCurve(none, [], 3).threshold).toHaveLength(0);
  expect(topLosses(none, [], 3, 5)).toEqual([]);
});

test('the commonest mistakes: by count, then by share of the true class', () => {
  const counts = Uint32Array.of(5, 3, 0, 0, 9, 3, 3, 1, 0);
  expect(confusedPairs(counts, 3, 3)).toEqual([
    { label: 2, predicted: 0, count: 3, share: 3 / 4 },
    { label: 0, predicted: 1, count: 3, share: 3 / 8 },
    { label: 1, predicted: 2, count: 3, share: 3 / 12 },
  ]);
  expect(confusedPairs(counts, 3)).toHaveLength(4);
});

test('bins are open on the left, and the first holds 0', () => {
  const counts = (confidence: number) =>
    reliability(Float32Array.of(confidence, 0), [0], 2, 4).map(({ count }) => count);
  expect(counts(0)).toEqual([1, 0, 0, 0]);
  expect(counts(0.5)).toEqual([0, 1, 0, 0]);
  expect(counts(0.5000001)).toEqual([0, 0, 1, 0]);
  expect(counts(1)).toEqual([0, 0, 0, 1]);
});

test('a threshold covers the answers that reach it', () => {
  const probabilities = Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75);
  expect(coverageAt(probabilities, [0, 0, 0], 2, 0.75)).toMatchObject({ covered: 2, correct: 1 });
  expect(coverageAt(probabilities, [0, 0, 0], 2, 0.76).accuracy).toBeNull();
});

test('a truth that was given no probability at all costs much, but not infinitely much', () => {
  const losses = topLosses(Float32Array.of(1, 0, 0.5, 0.5, 0, 1), [1, 0, 0], 2, 2);
  expect(losses.map(({ row }) => row)).toEqual([0, 2]);
  expect(losses[0]).toMatchObject({ said: 0, confidence: 1, confidenceInTruth: 0 });
  expect(losses[0].loss).toBeCloseTo(149 * Math.LN2, 9);
});

test('scores that are no numbers, or too few, are refused', () => {
  expect(() => rocAuc([Number.NaN, 1], [true, false])).toThrow(RangeError);
  expect(() => averagePrecision([1], [true, false])).toThrow(RangeError);
});
