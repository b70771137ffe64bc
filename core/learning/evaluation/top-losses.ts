import { rowAnswers } from './answers';

/** The least positive float32: a smaller probability was rounded to 0, whose loss would be infinite. */
const LEAST = 2 ** -149;

/** A row of the predictions and how badly its true class was judged. */
export interface RowLoss {
  row: number;
  /** Cross-entropy in nats: -ln of the confidence in the true class; at most 103.3. */
  loss: number;
  said: number;
  /** Of the class said, 0..1. */
  confidence: number;
  /** Of the true class, 0..1. */
  confidenceInTruth: number;
}

/**
 * The `most` rows with the largest cross-entropy, the largest first; in the order of the rows on a
 * tie. Right answers come too, after the wrong ones unless they were less sure. Probabilities [N, classes].
 */
export function topLosses(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  most: number,
): RowLoss[] {
  return rowAnswers(probabilities, labels, classes)
    .map(({ said, confidence }, row) => {
      const confidenceInTruth = probabilities[row * classes + labels[row]];
      const loss = -Math.log(Math.max(LEAST, confidenceInTruth));
      return { row, loss, said, confidence, confidenceInTruth };
    })
    .sort((a, b) => b.loss - a.loss)
    .slice(0, most);
}
