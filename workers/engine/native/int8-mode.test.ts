import { expect, test } from 'vitest';
import { chooseInt8Mode } from './int8-mode';
import { nativeBuilds } from './testing';

/** A clock by which the calls of one form take ten times as long as the other's. */
function clock(slow: 0 | 1) {
  let time = 0;
  let reads = 0;
  return () => {
    // Each call is timed by two readings; the forms take turns.
    if (reads % 2 === 1) time += ((reads - 1) / 2) % 2 === slow ? 10 : 1;
    reads++;
    return time;
  };
}

test('the faster form is taken, if it is right', async () => {
  const [relaxed, plain] = await nativeBuilds();
  const chosen = chooseInt8Mode(relaxed!, clock(0));
  // This Node may get the 32-bit form wrong; then it must not be taken.
  expect(chosen.wide).toBe(!Number.isNaN(chosen.milliseconds.wide));
  expect(chooseInt8Mode(relaxed!, clock(1)).wide).toBe(false);
  expect(chooseInt8Mode(plain!, clock(0))).toEqual({
    wide: false,
    milliseconds: { wide: Number.NaN, narrow: 10 },
  });
});
