import { expect, test } from 'vitest';
import { createRandom } from '../random';
import { chooseEnsemble, crossScoreEnsemble, meanProbabilities } from './ensemble';
import { correctness } from './metrics';

const all = (labels: ArrayLike<number>) => Array.from({ length: labels.length }, (_, row) => row);

/** Two classes; the probability of the label in each row. */
function model(labels: readonly number[], right: readonly number[]): Float32Array {
  return Float32Array.from(
    labels.flatMap((label, i) =>
      label === 0 ? [right[i], 1 - right[i]] : [1 - right[i], right[i]],
    ),
  );
}

test('models that err on different pictures are taken together, the better first; a bad one is not', () => {
  const labels = [0, 1, 0, 1];
  const first = model(labels, [0.9, 0.9, 0.4, 0.9]);
  const second = model(labels, [0.4, 0.8, 0.9, 0.9]);
  const bad = model(labels, [0.3, 0.3, 0.3, 0.3]);
  const models = [bad, second, first];
  expect(chooseEnsemble(models, labels, 2, all(labels))).toEqual([2, 1]);
  expect([...correctness(meanProbabilities([first, second]), labels, 2)]).toEqual([1, 1, 1, 1]);
  expect(chooseEnsemble([bad], labels, 2, all(labels))).toEqual([0]);
});

test('only the rows that are given choose', () => {
  const labels = [0, 0];
  const models = [model(labels, [0.9, 0.1]), model(labels, [0.1, 0.9])];
  expect(chooseEnsemble(models, labels, 2, [0])).toEqual([0]);
  expect(chooseEnsemble(models, labels, 2, [1])).toEqual([1]);
});

test('choosing among models that know nothing does not flatter the ensemble', () => {
  // Coins: the best of many looks better than chance on the rows that chose it.
  const random = createRandom(3);
  const labels = Array.from({ length: 100 }, () => random.integer(2));
  const coins = Array.from({ length: 60 }, () =>
    model(
      labels,
      labels.map(() => random.uniform()),
    ),
  );
  const chosen = chooseEnsemble(coins, labels, 2, all(labels));
  const mean = meanProbabilities(chosen.map((m) => coins[m]));
  const flattered = correctness(mean, labels, 2).reduce((sum, one) => sum + one, 0);
  const honest = crossScoreEnsemble(
    coins,
    labels,
    2,
    labels.map((_, row) => row % 5),
  );
  // Chance gives 50 +- 5.
  expect(flattered).toBeGreaterThan(60);
  expect(honest).toBeLessThan(60);
});
