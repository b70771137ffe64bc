import { expect, test } from 'vitest';
import { timeShares } from './time-shares';

test('shares of what was recorded, the largest first', () => {
  const params = { seconds_decode: 1, seconds_trunk: 3, seconds_tail: 0, seed: 7 };
  expect(timeShares(params)).toEqual([
    { name: 'seconds_trunk', seconds: 3, share: 0.75 },
    { name: 'seconds_decode', seconds: 1, share: 0.25 },
  ]);
  expect(timeShares({ seed: 1 })).toEqual([]);
});
