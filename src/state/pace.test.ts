import { expect, test } from 'vitest';
import { createPace } from './pace';

test('gives the rate and the time left once there is something to measure', () => {
  const pace = createPace();
  expect(pace(0, 100, 0)).toEqual({ rate: null, remainingSeconds: null });
  expect(pace(10, 100, 1000)).toEqual({ rate: 10, remainingSeconds: 9 });
  expect(pace(20, null, 2000)).toEqual({ rate: 10, remainingSeconds: null });
});

test('follows a change of speed and a new count', () => {
  const pace = createPace();
  for (let second = 0; second <= 10; second += 1) pace(second * 10, 1000, second * 1000);
  for (let second = 11; second <= 20; second += 1) pace(100 + second, 1000, second * 1000);
  expect(pace(121, 1000, 21_000).rate).toBeCloseTo(1, 5);
  expect(pace(0, 50, 22_000).rate).toBeNull();
});
