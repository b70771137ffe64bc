import { argmax } from '../metrics';

/** What a model said of one row. */
export interface RowAnswer {
  said: number;
  /** Probability of the class it said, 0..1. */
  confidence: number;
  right: boolean;
}

/** Per row of probabilities [N, classes], the surest class; the lowest on a tie. */
export function rowAnswers(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): RowAnswer[] {
  return Array.from(argmax(probabilities, classes), (said, row) => ({
    said,
    confidence: probabilities[row * classes + said],
    right: said === labels[row],
  }));
}
