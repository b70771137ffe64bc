import type { StoredPredictions } from '../../core/store/types';

type Predicted = StoredPredictions['validation'];

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

/** Softmax answers of stored logits `[N, classes]`, in the stored order. */
export function answers(predicted: Predicted, classes: number): Answer[] {
  return predicted.pictures.map((picture, row) => {
    const probabilities = softmax(predicted.logits.subarray(row * classes, (row + 1) * classes));
    const label = predicted.labels[row] ?? 0;
    const said = argmax(probabilities);
    return {
      picture,
      label,
      said,
      confidence: probabilities[said] ?? 0,
      confidenceInTruth: probabilities[label] ?? 0,
    };
  });
}

/** The wrong answers, the surest first: those teach most about the data. */
export function mistakes(predicted: Predicted, classes: number): Answer[] {
  return answers(predicted, classes)
    .filter((answer) => answer.said !== answer.label)
    .sort((a, b) => b.confidence - a.confidence);
}

/** By picture id: whether the model was right. */
export function outcomes(predicted: Predicted, classes: number): Map<string, boolean> {
  return new Map(
    predicted.pictures.map((picture, row) => [
      picture,
      argmax(predicted.logits.subarray(row * classes, (row + 1) * classes)) ===
        predicted.labels[row],
    ]),
  );
}

function softmax(logits: Float32Array): number[] {
  const highest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }
  return best;
}
