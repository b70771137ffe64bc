/**
 * Classification metrics. Logits and probabilities are row-major [N, classes]; labels are [N],
 * 0 .. classes - 1.
 */

/** Probabilities [N, classes], each row adding up to 1; logits are divided by `temperature` first. */
export function softmax(logits: Float32Array, classes: number, temperature = 1): Float32Array {
  const probabilities = new Float32Array(logits.length);
  const odds = new Float64Array(classes);
  for (let row = 0; row < logits.length; row += classes) {
    const top = rowMax(logits, row, classes);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      odds[c] = Math.exp((logits[row + c] - top) / temperature);
      sum += odds[c];
    }
    for (let c = 0; c < classes; c++) probabilities[row + c] = odds[c] / sum;
  }
  return probabilities;
}

/** Class of the largest value per row, [N]; the lowest on a tie. */
export function argmax(values: Float32Array, classes: number): Int32Array {
  const best = new Int32Array(values.length / classes);
  for (let i = 0; i < best.length; i++) {
    const row = i * classes;
    let top = row;
    for (let c = row + 1; c < row + classes; c++) if (values[c] > values[top]) top = c;
    best[i] = top - row;
  }
  return best;
}

/** 1 where the largest logit is the label's, else 0: [N], what McNemar's test compares. */
export function correctness(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): Uint8Array {
  return Uint8Array.from(argmax(logits, classes), (guess, i) => (guess === labels[i] ? 1 : 0));
}

/** Share of rows whose largest logit is the label's, 0..1; NaN without rows. */
export function accuracy(logits: Float32Array, labels: ArrayLike<number>, classes: number): number {
  const correct = correctness(logits, labels, classes);
  return correct.reduce((sum, one) => sum + one, 0) / correct.length;
}

/**
 * Mean cross-entropy in nats, from logits; with `sampleWeights` [N] the weighted mean. A row of
 * weight 0 does not count, whatever it holds. Float64 inside.
 */
export function logLoss(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  sampleWeights?: ArrayLike<number>,
): number {
  let loss = 0;
  let weights = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = sampleWeights ? sampleWeights[i] : 1;
    if (weight === 0) continue;
    const row = i * classes;
    const top = rowMax(logits, row, classes);
    let sum = 0;
    for (let c = row; c < row + classes; c++) sum += Math.exp(logits[c] - top);
    loss += weight * (top + Math.log(sum) - logits[row + labels[i]]);
    weights += weight;
  }
  return loss / weights;
}

/** Counts [classes, classes]: row = true class, column = predicted. */
export function confusion(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Uint32Array {
  const counts = new Uint32Array(classes * classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i] * classes + predicted[i]]++;
  return counts;
}

function rowMax(values: Float32Array, row: number, classes: number): number {
  let top = values[row];
  for (let c = row + 1; c < row + classes; c++) if (values[c] > top) top = values[c];
  return top;
}
