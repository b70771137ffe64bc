import { expect, test } from 'vitest';
import { mcNemarExact } from '../../core/learning/statistics';
import { outcomeKinds, pairing } from './evaluation-pairing';

const answer = (picture: string, said: number) => ({
  picture,
  label: 0,
  said,
  confidence: 0.9,
  confidenceInTruth: said === 0 ? 0.9 : 0.1,
});

test('pictures fall into four outcomes; those only one has answered into none', () => {
  const first = [
    ['a', 0],
    ['b', 0],
    ['c', 0],
    ['d', 1],
    ['e', 1],
    ['only first', 0],
  ] as const;
  const second = [
    ['e', 2],
    ['d', 0],
    ['c', 1],
    ['b', 1],
    ['a', 0],
    ['only second', 1],
  ] as const;
  const paired = pairing(
    first.map(([picture, said]) => answer(picture, said)),
    second.map(([picture, said]) => answer(picture, said)),
  );
  expect(paired?.pictures).toBe(5);
  expect(outcomeKinds.map((kind) => paired?.by[kind].map(({ first }) => first.picture))).toEqual([
    ['a'],
    ['b', 'c'],
    ['d'],
    ['e'],
  ]);
  expect(paired?.by.bothWrong[0]).toMatchObject({ first: { said: 1 }, second: { said: 2 } });
  expect(paired?.p).toBe(mcNemarExact(2, 1));
});

test('two models without a shared picture are not compared', () => {
  expect(pairing([answer('a', 0)], [answer('b', 0)])).toBeNull();
});
