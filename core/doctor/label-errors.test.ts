import { describe, expect, it, test } from 'vitest';
import { confidentJoint, confidentThresholds, roundKeepingSum } from './confident-joint';
import golden from './golden/label_errors.json';
import { findLabelErrors, type LabelErrorFilter, labelQuality } from './label-errors';

const filters = ['confident_learning', 'prune_by_noise_rate', 'prune_by_class', 'both'] as const;
const rankings = ['normalized_margin', 'self_confidence'] as const;

describe.each(golden.cases)('$name, as cleanlab', (data) => {
  const { classes, leastExamples } = data;
  const probabilities = Float32Array.from(data.probabilities);
  const labels = Int32Array.from(data.labels);
  const ranked = (filter: LabelErrorFilter, rankBy: (typeof rankings)[number]) =>
    findLabelErrors(probabilities, labels, classes, { filter, rankBy, leastExamples });

  test('thresholds and confident joint', () => {
    confidentThresholds(probabilities, labels, classes).forEach((threshold, c) => {
      expect(threshold).toBeCloseTo(data.thresholds[c], 6);
    });
    expect([...confidentJoint(probabilities, labels, classes)]).toEqual(data.joint);
  });

  test.each(rankings)('label quality by %s', (rankBy) => {
    labelQuality(probabilities, labels, classes, rankBy).forEach((quality, i) => {
      expect(quality).toBeCloseTo(data.quality[rankBy][i], 6);
    });
  });

  test.each(filters)('the ranking of %s', (filter) => {
    for (const rankBy of rankings) {
      const ours = ranked(filter, rankBy).map(({ picture }) => picture);
      const theirs = data.issues[filter][rankBy];
      expect(new Set(ours)).toEqual(new Set(theirs));
      // Equal qualities have no order of cleanlab's.
      const quality = (i: number) => Math.fround(data.quality[rankBy][i]).toFixed(6);
      expect(ours.map(quality)).toEqual(theirs.map(quality));
    }
  });
});

it('finds more in the goldens than nothing', () => {
  const counts = golden.cases.map(({ issues }) => issues.both.normalized_margin.length);
  expect(counts.filter((count) => count > 5).length).toBeGreaterThanOrEqual(3);
});

it('says what the label should be, and how sure the model is', () => {
  const probabilities = Float32Array.from(
    [0, 0, 0, 1, 1, 1].flatMap((c, i) => (i === 2 || c === 1 ? [0.125, 0.875] : [0.875, 0.125])),
  );
  const [first, ...others] = findLabelErrors(probabilities, Int32Array.of(0, 0, 0, 1, 1, 1), 2);
  expect(others).toEqual([]);
  expect(first).toEqual({
    picture: 2,
    given: 0,
    suggested: 1,
    selfConfidence: 0.125,
    suggestedProbability: 0.875,
    quality: 0.125,
  });
});

it('takes no labels or probabilities that do not fit', () => {
  expect(() => findLabelErrors(new Float32Array(4), Int32Array.of(0, 1), 1)).toThrow(RangeError);
  expect(() => findLabelErrors(new Float32Array(4), Int32Array.of(0, 2), 2)).toThrow(RangeError);
});

it('leaves every class one picture that is surely of it', () => {
  // Both of class 1 look like class 0: the row is counted [2, 0], and taken for [2, 1].
  const probabilities = Float32Array.of(0.8, 0.2, 0.8, 0.2, 0.9, 0.1, 0.9, 0.1);
  const joint = confidentJoint(probabilities, Int32Array.of(0, 0, 1, 1), 2);
  expect([...joint]).toEqual([2, 0, 1, 1]);
});

it('rounds with the sum kept', () => {
  expect([...roundKeepingSum(Float64Array.of(0.4, 0.4, 1.2))]).toEqual([0, 1, 1]);
  expect([...roundKeepingSum(Float64Array.of(0.6, 0.7, 0.7))]).toEqual([0, 1, 1]);
});
