import { rowAnswers } from '../../core/learning/evaluation/answers';
import { correctness, softmax } from '../../core/learning/metrics';
import type { StoredPredictions } from '../../core/store/types';

export type Predicted = StoredPredictions['validation'];

/** What a model said of one picture. */
export interface Answer {
  picture: string;
  /** Index into the run's classes. */
  label: number;
  said: number;
  /** Of what it said, 0..1. */
  confidence: number;
  /** What it gave the true class, 0..1. */
  confidenceInTruth: number;
}

/**
 * Softmax answers of stored logits `[N, classes]`, in the stored order; whoever has the
 * probabilities gives them.
 */
export function answers(
  { pictures, labels, logits }: Predicted,
  classes: number,
  probabilities = softmax(logits, classes),
): Answer[] {
  return rowAnswers(probabilities, labels, classes).map(({ said, confidence }, row) => ({
    picture: pictures[row],
    label: labels[row],
    said,
    confidence,
    confidenceInTruth: probabilities[row * classes + labels[row]],
  }));
}

/** By picture id: whether the model was right. */
export function outcomes(
  { pictures, labels, logits }: Predicted,
  classes: number,
): Map<string, boolean> {
  const right = correctness(logits, labels, classes);
  return new Map(pictures.map((picture, row) => [picture, right[row] === 1]));
}
