import { expect, test } from 'vitest';
import { faults, phases, schedule } from './schedule';

test('every fault meets every phase before any comes again; the seed decides all', () => {
  const pairs = phases.length * (faults.length - 1);
  const rounds = schedule(2 * pairs, 7, false);
  for (const cycle of [rounds.slice(0, pairs), rounds.slice(pairs)]) {
    expect(new Set(cycle.map(({ phase, fault }) => `${phase} ${fault}`)).size).toBe(pairs);
  }
  expect(schedule(2 * pairs, 7, false)).toEqual(rounds);
  expect(schedule(2 * pairs, 8, false)).not.toEqual(rounds);
  expect(rounds.every(({ moment }) => moment >= 0 && moment < 1)).toBe(true);
});

test('with a GPU it is the GPU that is lost', () => {
  expect(schedule(3, 1, true).map(({ phase, fault }) => `${phase} ${fault}`)).toEqual(
    Array(3).fill('training gpu'),
  );
});
