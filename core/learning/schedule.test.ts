import { expect, test } from 'vitest';
import { cosineWithWarmup } from './schedule';

const schedule = { peak: 1, totalSteps: 110, warmupSteps: 10 };

test('rises in equal steps to the peak', () => {
  const rates = Array.from({ length: 10 }, (_, step) => cosineWithWarmup(step, schedule));
  rates.forEach((rate, step) => {
    expect(rate).toBeCloseTo((step + 1) / 10, 12);
  });
});

test('falls by half a cosine and stays at the floor', () => {
  expect(cosineWithWarmup(10, schedule)).toBe(1);
  expect(cosineWithWarmup(35, schedule)).toBeCloseTo((1 + Math.SQRT1_2) / 2, 12);
  expect(cosineWithWarmup(60, schedule)).toBeCloseTo(0.5, 12);
  expect(cosineWithWarmup(60, { ...schedule, floor: 0.2 })).toBeCloseTo(0.6, 12);
  expect(cosineWithWarmup(110, schedule)).toBeCloseTo(0, 12);
  expect(cosineWithWarmup(500, { ...schedule, floor: 0.2 })).toBeCloseTo(0.2, 12);
});

test('without a warm-up starts at the peak', () => {
  expect(cosineWithWarmup(0, { ...schedule, warmupSteps: 0 })).toBe(1);
});
