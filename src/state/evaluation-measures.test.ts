import { describe, expect, it } from 'vitest';
import { calibrationError } from '../../core/learning/calibration';
import type { Run } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import { answersIn, evaluate, worstAnswers } from './evaluation-measures';

const temperature = 2;
const run = {
  classes: ['cat', 'dog'],
  calibration: { temperature, threshold: 0.5 },
} as unknown as Run;
const before = Float32Array.of(4, 0, 1, 0, 6, 0, 0, 2);
const stored: StoredPredictions = {
  validation: {
    pictures: ['d/0', 'd/1', 'd/2', 'd/3'],
    labels: Int32Array.of(0, 1, 1, 1),
    logits: before.map((logit) => logit / temperature),
  },
  test: null,
  classes: 2,
};
const evaluation = evaluate(run, 'validation', stored);
if (!evaluation) throw new Error('nothing was evaluated');

describe('evaluate', () => {
  it('counts true classes in rows', () => {
    expect([...evaluation.counts]).toEqual([1, 0, 2, 1]);
    expect(evaluation.averages.accuracy).toMatchObject({ correct: 2, count: 4 });
  });

  it('undoes the temperature for the error before it', () => {
    const { labels } = stored.validation;
    expect(evaluation.calibration.before).toBeCloseTo(calibrationError(before, labels, 2), 6);
    expect(evaluation.calibration.before).not.toBeCloseTo(evaluation.calibration.after, 3);
  });

  it('has nothing to say of a split without answers', () => {
    expect(evaluate(run, 'test', stored)).toBeNull();
  });
});

const ids = (answers: { picture: string }[]) => answers.map(({ picture }) => picture);

describe('answersIn', () => {
  it('finds what a cell, a row and a column count, the surest first', () => {
    expect(ids(answersIn(evaluation, { label: 1, said: 0 }))).toEqual(['d/2', 'd/1']);
    expect(ids(answersIn(evaluation, { label: 1, said: null }))).toEqual(['d/2', 'd/3', 'd/1']);
    expect(ids(answersIn(evaluation, { label: null, said: 0 }))).toEqual(['d/2', 'd/0', 'd/1']);
  });
});

describe('worstAnswers', () => {
  it('are the wrong ones, the least confidence in the truth first', () => {
    expect(ids(worstAnswers(evaluation))).toEqual(['d/2', 'd/1']);
  });
});
