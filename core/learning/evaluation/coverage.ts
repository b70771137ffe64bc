import type { Score } from '../../run';
import { scoreOf } from '../statistics';
import { rowAnswers } from './answers';

/** What remains when answers below a confidence are withheld. */
export interface Coverage {
  /** Answers at least as sure as the threshold. */
  covered: number;
  /** Right ones among them. */
  correct: number;
  /** All answers. */
  count: number;
  /** covered / count, 0..1; 0 without rows. */
  coverage: number;
  /** Of the covered answers; null where none is. */
  accuracy: Score | null;
}

/** Parallel arrays, one entry per distinct confidence, the surest (and least coverage) first. */
export interface CoverageCurve {
  threshold: Float64Array;
  /** 0..1, rising to 1. */
  coverage: Float64Array;
  /** Share of right ones among the covered answers, 0..1. */
  accuracy: Float64Array;
  covered: Uint32Array;
  correct: Uint32Array;
}

/** Accuracy at one threshold; an answer counts from `confidence >= threshold` on. Probabilities [N, classes]. */
export function coverageAt(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  threshold: number,
): Coverage {
  const answers = rowAnswers(probabilities, labels, classes);
  const kept = answers.filter(({ confidence }) => confidence >= threshold);
  const correct = kept.filter(({ right }) => right).length;
  return {
    covered: kept.length,
    correct,
    count: answers.length,
    coverage: answers.length === 0 ? 0 : kept.length / answers.length,
    accuracy: kept.length === 0 ? null : scoreOf(correct, kept.length),
  };
}

/**
 * Accuracy against coverage at every threshold that makes a difference (El-Yaniv & Wiener, "On the
 * Foundations of Noise-free Selective Classification", JMLR 2010). Empty without rows.
 */
export function coverageCurve(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): CoverageCurve {
  const answers = rowAnswers(probabilities, labels, classes).sort(
    (a, b) => b.confidence - a.confidence,
  );
  const points: { threshold: number; covered: number; correct: number }[] = [];
  let correct = 0;
  answers.forEach(({ confidence, right }, row) => {
    if (right) correct++;
    if (confidence !== answers[row + 1]?.confidence) {
      points.push({ threshold: confidence, covered: row + 1, correct });
    }
  });
  return {
    threshold: Float64Array.from(points, (point) => point.threshold),
    coverage: Float64Array.from(points, (point) => point.covered / answers.length),
    accuracy: Float64Array.from(points, (point) => point.correct / point.covered),
    covered: Uint32Array.from(points, (point) => point.covered),
    correct: Uint32Array.from(points, (point) => point.correct),
  };
}
