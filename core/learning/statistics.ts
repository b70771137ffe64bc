import type { Score } from '../run';

/** The standard normal's 97.5% quantile. */
const Z95 = 1.959963984540054;

/**
 * Wilson's 95% interval of a proportion (E. B. Wilson, "Probable inference, the law of succession,
 * and statistical inference", JASA 22, 1927), without continuity correction. 0..1 each;
 * [0, 1] without trials.
 */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const z2 = Z95 * Z95;
  const p = successes / trials;
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Z95 / (1 + z2 / trials)) * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
  // At 0 and 1 the bound is exact; the formula gives it only up to rounding.
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}

/** A proportion with its interval; `count` at least 1. */
export function scoreOf(correct: number, count: number): Score {
  if (!(count >= 1 && correct >= 0 && correct <= count)) {
    throw new RangeError(`${correct} of ${count} is no proportion`);
  }
  return { correct, count, accuracy: correct / count, interval: wilsonInterval(correct, count) };
}

/**
 * McNemar's exact two-sided test that two models err equally often, from the pictures on which
 * exactly one of them is right (Q. McNemar, Psychometrika 12, 1947; binomial form): p-value.
 */
export function mcNemarExact(onlyFirstRight: number, onlySecondRight: number): number {
  const n = onlyFirstRight + onlySecondRight;
  const fewer = Math.min(onlyFirstRight, onlySecondRight);
  // Half of the distribution, twice: exactly 1, of which the sum falls short by rounding.
  if (2 * fewer + 1 >= n) return 1;
  // ln of C(n, k) / 2^n, k from 0 on: the terms themselves underflow for large n.
  let logTerm = -n * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= fewer; k++) {
    logTerm += Math.log((n - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

/** The same from two models' correctness (1 or 0) on the same pictures. */
export function compareModels(first: ArrayLike<number>, second: ArrayLike<number>): number {
  if (first.length !== second.length) {
    throw new RangeError(`${first.length} and ${second.length} answers cannot be compared`);
  }
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < first.length; i++) {
    if (first[i] && !second[i]) onlyFirst++;
    else if (second[i] && !first[i]) onlySecond++;
  }
  return mcNemarExact(onlyFirst, onlySecond);
}
