export interface Scores {
  /** Weighted mean cross-entropy. */
  loss: number;
  /** Share of right answers among rows with a weight. */
  accuracy: number;
}

/**
 * Cross-entropy of [N, classes] `products` plus `bias` in float64. With `gradient` given, it
 * receives dLoss/dLogits, [N, classes]. Weights are divided by their sum.
 */
export function softmaxLoss(
  products: Float32Array,
  bias: Float64Array,
  labels: Int32Array,
  weights: Float32Array | null,
  gradient: Float32Array | null,
): Scores {
  const classes = bias.length;
  const logits = new Float64Array(classes);
  let total = 0;
  for (let row = 0; row < labels.length; row++) total += weights ? weights[row]! : 1;
  let loss = 0;
  let correct = 0;
  let counted = 0;
  for (let row = 0; row < labels.length; row++) {
    const start = row * classes;
    const label = labels[row]!;
    const weight = (weights ? weights[row]! : 1) / total;
    let best = 0;
    for (let c = 0; c < classes; c++) {
      logits[c] = products[start + c]! + bias[c]!;
      if (logits[c]! > logits[best]!) best = c;
    }
    const top = logits[best]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(logits[c]! - top);
    const logSum = top + Math.log(sum);
    loss += weight * (logSum - logits[label]!);
    if (weight > 0) {
      counted += 1;
      if (best === label) correct += 1;
    }
    if (!gradient) continue;
    for (let c = 0; c < classes; c++) {
      gradient[start + c] = weight * (Math.exp(logits[c]! - logSum) - (c === label ? 1 : 0));
    }
  }
  return { loss, accuracy: correct / Math.max(counted, 1) };
}
