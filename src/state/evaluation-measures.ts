import type { Split } from '../../core/dataset';
import {
  type Averages,
  averages,
  type ClassMetrics,
  perClass,
} from '../../core/learning/evaluation/per-class';
import { expectedCalibrationError, reliability } from '../../core/learning/evaluation/reliability';
import { topLosses } from '../../core/learning/evaluation/top-losses';
import { confusion, logLoss, softmax } from '../../core/learning/metrics';
import type { Run } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import { type Answer, answers } from './experiment-mistakes';

/** Those a finished run has answered. */
export type EvaluatedSplit = Exclude<Split, 'train'>;

/** One run, measured on the pictures of one split. */
export interface Evaluation {
  run: Run;
  split: EvaluatedSplit;
  classes: readonly string[];
  labels: Int32Array;
  /** [N, classes], after the temperature was divided out. */
  logits: Float32Array;
  /** Softmax of the logits, [N, classes]. */
  probabilities: Float32Array;
  temperature: number;
  /** In the stored order. */
  answers: readonly Answer[];
  /** [classes, classes]: row = true class, column = said. */
  counts: Uint32Array;
  perClass: readonly ClassMetrics[];
  averages: Averages;
  /** In nats. */
  logLoss: number;
  /** Expected calibration error without and with the temperature, 0..1. */
  calibration: { before: number; after: number };
}

/** Null where nothing was answered on that split. */
export function evaluate(
  run: Run,
  split: EvaluatedSplit,
  stored: StoredPredictions,
): Evaluation | null {
  const predicted = stored[split];
  if (!predicted) return null;
  const { labels, logits } = predicted;
  const { classes } = stored;
  const probabilities = softmax(logits, classes);
  const own = answers(predicted, classes, probabilities);
  const counts = confusion(
    labels,
    own.map(({ said }) => said),
    classes,
  );
  const summary = averages(counts, classes);
  if (!summary) return null;
  const temperature = run.calibration?.temperature ?? 1;
  const errorOf = (confidences: Float32Array) =>
    expectedCalibrationError(reliability(confidences, labels, classes));
  return {
    run,
    split,
    classes: run.classes,
    labels,
    logits,
    probabilities,
    temperature,
    answers: own,
    counts,
    perClass: perClass(counts, classes),
    averages: summary,
    logLoss: logLoss(logits, labels, classes),
    calibration: {
      before: errorOf(softmax(logits, classes, 1 / temperature)),
      after: errorOf(probabilities),
    },
  };
}

/** Part of a confusion matrix: a cell, a row (`said` null) or a column (`label` null). */
export interface Selection {
  label: number | null;
  said: number | null;
}

/** The answers that a part of the matrix counts, the surest first. */
export function answersIn(
  { answers }: Pick<Evaluation, 'answers'>,
  { label, said }: Selection,
): Answer[] {
  return answers
    .filter(
      (answer) =>
        (label === null || answer.label === label) && (said === null || answer.said === said),
    )
    .sort((a, b) => b.confidence - a.confidence);
}

/** A wrong answer with its cross-entropy, in nats. */
export interface WrongAnswer extends Answer {
  loss: number;
}

/** The wrong answers, the largest loss first. */
export function worstAnswers({
  answers,
  labels,
  probabilities,
}: Pick<Evaluation, 'answers' | 'labels' | 'probabilities'>): WrongAnswer[] {
  const classes = probabilities.length / labels.length;
  return topLosses(probabilities, labels, classes, labels.length)
    .filter(({ row, said }) => said !== labels[row])
    .map(({ row, loss }) => ({ ...answers[row], loss }));
}
