import { expect, test } from 'vitest';
import { answerThreshold, calibrationError, fitTemperature } from './calibration';
import golden from './golden/calibration.json';
import { logLoss } from './metrics';

test.each(golden.cases)('$classes classes: as scipy and by definition', (g) => {
  const logits = Float32Array.from(g.logits);
  // scipy's bounded minimiser stops at about the square root of the machine's precision.
  expect(fitTemperature(logits, g.labels, g.classes) / g.temperature).toBeCloseTo(1, 6);
  expect(calibrationError(logits, g.labels, g.classes)).toBeCloseTo(g.error, 6);
  expect(answerThreshold(logits, g.labels, g.classes)).toBeCloseTo(g.threshold, 6);
});

test('no other temperature gives a lower loss', () => {
  const { logits, labels, classes } = golden.cases[0];
  const loss = (temperature: number) =>
    logLoss(
      Float32Array.from(logits, (value) => value / temperature),
      labels,
      classes,
    );
  const best = fitTemperature(Float32Array.from(logits), labels, classes);
  for (const other of [0.8, 1.2]) {
    expect(loss(best)).toBeLessThan(loss(best * other));
  }
});

test('what cannot be improved without end stays within bounds', () => {
  const right = Float32Array.of(1, 0, 0, 1);
  // One label in three is random: 5/6 against 1/6.
  expect(1 / fitTemperature(right, [0, 1], 2)).toBeCloseTo(Math.log(5), 9);
  expect(fitTemperature(right, [1, 0], 2)).toBeCloseTo(20, 3);
  expect(fitTemperature(new Float32Array(4), [0, 1], 2)).toBe(1);
  expect(fitTemperature(new Float32Array(), [], 2)).toBe(1);
});

test('sure and right is calibrated; sure and wrong is as far off as can be', () => {
  const sure = Float32Array.of(50, 0, 50, 0);
  expect(calibrationError(sure, [0, 0], 2)).toBeCloseTo(0, 9);
  expect(calibrationError(sure, [1, 1], 2)).toBeCloseTo(1, 9);
  expect(answerThreshold(sure, [1, 1], 2)).toBe(0);
});
