import { expect, test } from 'vitest';
import { createRandom } from '../../random';
import { averagePrecision, precisionRecallCurve, rocArea, rocAuc, rocCurve } from './curves';
import { meanPrecisionRecall, meanRoc } from './macro-curves';

const labels = [0, 1, 2, 0, 1, 2, 2, 1, 0, 2];
const scores = [
  [0.6, 0.2, 0.1, 0.3, 0.5, 0.2, 0.45, 0.1, 0.7, 0.3],
  [0.3, 0.5, 0.2, 0.4, 0.25, 0.2, 0.15, 0.8, 0.2, 0.4],
  [0.1, 0.3, 0.7, 0.3, 0.25, 0.6, 0.4, 0.1, 0.1, 0.3],
];
const classes = scores.map((own, c) => ({ own, is: labels.map((label) => label === c) }));

// numpy.interp(linspace(0, 1, 6), *roc_curve(...)[:2]) and the steps of precision_recall_curve, averaged.
test('on a grid, as scikit-learn and NumPy average them', () => {
  const roc = meanRoc(
    classes.map(({ own, is }) => rocCurve(own, is)),
    5,
  );
  [0.6944444444444443, 0.7444444444444445, 0.8666666666666667, 1, 1, 1].forEach((y, s) => {
    expect(roc?.y[s]).toBeCloseTo(y, 12);
  });
  const pr = meanPrecisionRecall(
    classes.map(({ own, is }) => precisionRecallCurve(own, is)),
    5,
  );
  [1, 1, 1, 1, 0.5555555555555555, 0.5555555555555555].forEach((y, s) => {
    expect(pr?.y[s]).toBeCloseTo(y, 12);
  });
  expect([...(roc?.x ?? [])]).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test('the area under the mean is the mean of the areas, but for the grid', () => {
  const random = createRandom(3);
  const many = Array.from({ length: 5 }, () => {
    const is = Array.from({ length: 300 }, () => random.uniform() < 0.3);
    return { is, own: is.map((positive) => random.normal() + (positive ? 1 : 0)) };
  });
  const area = (curve: ReturnType<typeof meanRoc>) =>
    [...(curve?.y ?? [])].reduce((sum, y, s, all) => sum + (y + (all[s + 1] ?? y)) / 2, 0) /
    (curve?.x.length ?? 1);
  const meanOf = (values: (number | null)[]) =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
  const roc = meanRoc(many.map(({ own, is }) => rocCurve(own, is)));
  expect(area(roc)).toBeCloseTo(meanOf(many.map(({ own, is }) => rocAuc(own, is))), 2);
  const pr = meanPrecisionRecall(many.map(({ own, is }) => precisionRecallCurve(own, is)));
  expect(area(pr)).toBeCloseTo(meanOf(many.map(({ own, is }) => averagePrecision(own, is))), 2);
});

test('a class without a curve does not count', () => {
  const [first] = classes.map(({ own, is }) => rocCurve(own, is));
  expect(meanRoc([first ?? null, null])).toEqual(meanRoc([first ?? null]));
  expect(meanRoc([null])).toBeNull();
});

test('the area of a curve at hand is the area by ranks', () => {
  for (const { own, is } of classes) {
    const curve = rocCurve(own, is);
    expect(curve && rocArea(curve)).toBeCloseTo(rocAuc(own, is) ?? Number.NaN, 12);
  }
});
