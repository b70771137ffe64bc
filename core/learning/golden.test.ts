import { expect, test } from 'vitest';
import { classCounts, classWeights, imbalanced } from './class-weights';
import golden from './golden/learning.json';
import { accuracy, argmax, confusion, correctness, logLoss, softmax } from './metrics';
import { compareModels, mcNemarExact, scoreOf, wilsonInterval } from './statistics';

/** Of float64 arithmetic in another order. */
const FLOAT64 = 12;
/** Of a result kept as float32. */
const FLOAT32 = 6;

test.each(golden.classification)('metrics agree with scikit-learn, $classes classes', (g) => {
  const logits = Float32Array.from(g.logits);
  softmax(logits, g.classes).forEach((p, i) => {
    expect(p).toBeCloseTo(g.softmax[i], FLOAT32);
  });
  expect([...argmax(logits, g.classes)]).toEqual(g.argmax);
  expect(accuracy(logits, g.labels, g.classes)).toBeCloseTo(g.accuracy, FLOAT64);
  expect(logLoss(logits, g.labels, g.classes)).toBeCloseTo(g.logLoss, FLOAT64);
  expect(logLoss(logits, g.labels, g.classes, g.sampleWeights)).toBeCloseTo(
    g.weightedLogLoss,
    FLOAT64,
  );
  expect([...confusion(g.labels, g.argmax, g.classes)]).toEqual(g.confusion);
});

test('softmax and log loss bear logits that overflow exp', () => {
  const logits = Float32Array.of(1000, 0, -1000, 3e38, 0, 0);
  expect([...softmax(logits, 3)]).toEqual([1, 0, 0, 1, 0, 0]);
  expect(logLoss(logits.subarray(0, 3), [2], 3)).toBe(2000);
});

test('temperature divides the logits', () => {
  const logits = Float32Array.of(1, 2, 3, 0.5);
  const cooled = softmax(logits, 2, 4);
  expect(cooled).toEqual(
    softmax(
      logits.map((x) => x / 4),
      2,
    ),
  );
});

test('a padding row of weight 0 counts for nothing, even if it holds NaN', () => {
  const logits = Float32Array.of(0, 0, Number.NaN, Number.NaN);
  expect(logLoss(logits, [0, 0], 2, [1, 0])).toBeCloseTo(Math.LN2, FLOAT64);
});

test.each(golden.wilson)('Wilson: $successes of $trials as scipy', (g) => {
  const [low, high] = wilsonInterval(g.successes, g.trials);
  expect(low).toBeCloseTo(g.interval[0], FLOAT64);
  expect(high).toBeCloseTo(g.interval[1], FLOAT64);
});

test('a score needs trials', () => {
  expect(scoreOf(3, 4)).toEqual({
    correct: 3,
    count: 4,
    accuracy: 0.75,
    interval: wilsonInterval(3, 4),
  });
  expect(() => scoreOf(0, 0)).toThrow(RangeError);
  expect(() => scoreOf(5, 4)).toThrow(RangeError);
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});

test.each(golden.mcnemar)('McNemar: $onlyFirst against $onlySecond as scipy', (g) => {
  const p = mcNemarExact(g.onlyFirst, g.onlySecond);
  expect(p / g.p).toBeCloseTo(1, 9);
  expect(mcNemarExact(g.onlySecond, g.onlyFirst)).toBe(p);
});

test('two models are compared on the pictures where they disagree', () => {
  const logits = Float32Array.of(2, 1, 1, 2, 2, 1);
  expect([...correctness(logits, [0, 0, 0], 2)]).toEqual([1, 0, 1]);
  expect(compareModels([1, 1, 1, 1, 0, 1], [0, 0, 0, 0, 0, 1])).toBeCloseTo(mcNemarExact(4, 0));
  expect(() => compareModels([1], [1, 0])).toThrow(RangeError);
});

test.each(golden.balanced)('class weights of $labels as scikit-learn', (g) => {
  const counts = classCounts(g.labels, g.weights.length);
  classWeights(counts).forEach((weight, c) => {
    expect(weight).toBeCloseTo(g.weights[c], FLOAT32);
  });
});

test('an empty class weighs nothing and makes no imbalance', () => {
  expect([...classWeights(Int32Array.of(2, 0, 2))]).toEqual([1, 0, 1]);
  expect(imbalanced(Int32Array.of(2, 0, 2))).toBe(false);
  expect(imbalanced(Int32Array.of(19, 10))).toBe(false);
  expect(imbalanced(Int32Array.of(20, 10))).toBe(true);
});
