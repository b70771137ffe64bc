import { expect, test } from 'vitest';
import { argmax, confusion } from '../metrics';
import { wilsonInterval } from '../statistics';
import { rowNormalised } from './confusion-matrix';
import { coverageAt, coverageCurve } from './coverage';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from './curves';
import golden from './golden/evaluation.json';
import { averagePrecisions, macroAverage, oneVersusRest, rocAucs } from './one-versus-rest';
import { averages, perClass } from './per-class';
import { expectedCalibrationError, reliability } from './reliability';
import { topLosses } from './top-losses';

/** Of float64 arithmetic in another order: what `toBeCloseTo` takes for decimals. */
const FLOAT64 = 12;

type Golden = (typeof golden.cases)[number];

const close = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, FLOAT64);
  });
};
const closeOrNull = (actual: number | null | undefined, expected: number | null) => {
  if (expected === null) expect(actual).toBeNull();
  else expect(actual).toBeCloseTo(expected, FLOAT64);
};
const probabilitiesOf = (g: Golden) => Float32Array.from(g.shares, (share) => share / g.whole);
const countsOf = (g: Golden) =>
  confusion(g.labels, argmax(probabilitiesOf(g), g.classes), g.classes);

test.each(golden.cases)('$name: the matrix, per class and in the mean', (g) => {
  const counts = countsOf(g);
  close(rowNormalised(counts, g.classes), g.rowNormalised);
  const classes = perClass(counts, g.classes);
  classes.forEach((metrics, c) => {
    closeOrNull(metrics.precision, g.perClass.precision[c]);
    closeOrNull(metrics.recall, g.perClass.recall[c]);
    closeOrNull(metrics.f1, g.perClass.f1[c]);
  });
  expect(classes.map(({ support }) => support)).toEqual(g.perClass.support);

  const mean = averages(counts, g.classes)!;
  expect(mean.accuracy.accuracy).toBeCloseTo(g.averages.accuracy, FLOAT64);
  expect(mean.balancedAccuracy).toBeCloseTo(g.averages.balancedAccuracy, FLOAT64);
  for (const kind of ['macro', 'weighted'] as const) {
    for (const metric of ['precision', 'recall', 'f1'] as const) {
      expect(mean[kind][metric]).toBeCloseTo(g.averages[kind][metric], FLOAT64);
    }
  }
});

test.each(golden.cases)('$name: ROC and precision-recall of every class', (g) => {
  const probabilities = probabilitiesOf(g);
  g.oneVersusRest.forEach((expected, c) => {
    const { scores, positives } = oneVersusRest(probabilities, g.labels, g.classes, c);
    const roc = rocCurve(scores, positives);
    if (expected.roc === null) expect(roc).toBeNull();
    else {
      close(roc!.falsePositiveRate, expected.roc.falsePositiveRate);
      close(roc!.truePositiveRate, expected.roc.truePositiveRate);
      expect([...roc!.thresholds]).toEqual([Number.POSITIVE_INFINITY, ...expected.roc.thresholds]);
    }
    closeOrNull(rocAuc(scores, positives), expected.rocAuc);

    const curve = precisionRecallCurve(scores, positives);
    if (expected.precisionRecall === null) expect(curve).toBeNull();
    else {
      close(curve!.precision, expected.precisionRecall.precision);
      close(curve!.recall, expected.precisionRecall.recall);
      expect([...curve!.thresholds]).toEqual([
        ...expected.precisionRecall.thresholds,
        Number.POSITIVE_INFINITY,
      ]);
    }
    closeOrNull(averagePrecision(scores, positives), expected.averagePrecision);
  });
  const areas = rocAucs(probabilities, g.labels, g.classes);
  areas.forEach((area, c) => {
    closeOrNull(area, g.oneVersusRest[c].rocAuc);
  });
  averagePrecisions(probabilities, g.labels, g.classes).forEach((average, c) => {
    closeOrNull(average, g.oneVersusRest[c].averagePrecision);
  });
  if (g.macroAuc !== null) expect(macroAverage(areas)).toBeCloseTo(g.macroAuc, FLOAT64);
});

test.each(golden.cases)('$name: reliability', (g) => {
  for (const expected of g.reliability) {
    const bins = reliability(probabilitiesOf(g), g.labels, g.classes, expected.bins);
    expect(bins).toHaveLength(expected.bins);
    const held = bins.flatMap(({ count }, index) => (count > 0 ? [index] : []));
    expect(held).toEqual(expected.index);
    held.forEach((bin, i) => {
      const { count, confidence, accuracy, interval } = bins[bin];
      expect(count).toBe(expected.count[i]);
      expect(confidence).toBeCloseTo(expected.confidence[i], FLOAT64);
      expect(accuracy).toBeCloseTo(expected.accuracy[i], FLOAT64);
      expect(interval).toEqual(wilsonInterval(Math.round(accuracy! * count), count));
    });
    expect(expectedCalibrationError(bins)).toBeCloseTo(expected.error, FLOAT64);
  }
});

test.each(golden.cases)('$name: accuracy against coverage', (g) => {
  const probabilities = probabilitiesOf(g);
  for (const expected of g.coverage) {
    const at = coverageAt(probabilities, g.labels, g.classes, expected.threshold);
    expect(at.covered).toBe(expected.covered);
    expect(at.coverage).toBeCloseTo(expected.coverage, FLOAT64);
    closeOrNull(at.accuracy?.accuracy ?? null, expected.accuracy);
  }
  const curve = coverageCurve(probabilities, g.labels, g.classes);
  expect([...curve.threshold]).toEqual(g.coverageCurve.map(({ threshold }) => threshold));
  expect([...curve.covered]).toEqual(g.coverageCurve.map(({ covered }) => covered));
  close(
    curve.coverage,
    g.coverageCurve.map(({ coverage }) => coverage),
  );
  close(
    curve.accuracy,
    g.coverageCurve.map(({ accuracy }) => accuracy!),
  );
});

test.each(golden.cases)('$name: losses, the largest first', (g) => {
  const losses = topLosses(probabilitiesOf(g), g.labels, g.classes, g.labels.length);
  losses.forEach(({ row, loss }, i) => {
    expect(loss).toBeCloseTo(g.losses[row], FLOAT64);
    if (i > 0) expect(loss).toBeLessThanOrEqual(losses[i - 1].loss);
  });
  expect(new Set(losses.map(({ row }) => row)).size).toBe(g.labels.length);
});
