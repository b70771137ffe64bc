import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define';

type Inputs = { logits: tf.Tensor; targets: tf.Tensor; weights: tf.Tensor };

const run = defineKernel<Inputs, Record<never, never>>({
  name: 'WeightedCrossEntropy',
  saved: ['logits', 'targets', 'weights'],
  forward: ({ logits, targets, weights }) => {
    const shifted = tf.sub(logits, tf.max(logits, 1, true));
    const logSum = tf.log(tf.sum(tf.exp(shifted), 1));
    const losses = tf.sub(logSum, tf.sum(tf.mul(shifted, targets), 1));
    return tf.sum(tf.mul(losses, weights));
  },
  gradient: (dy, { logits, targets, weights }) => ({
    logits: () =>
      tf.tidy(() => {
        const difference = tf.sub(tf.softmax(logits as tf.Tensor2D), targets);
        return tf.mul(dy, tf.mul(difference, tf.expandDims(weights, 1)));
      }),
  }),
});

/**
 * Sum over rows of weight times softmax cross-entropy: logits and one-hot targets [N, classes],
 * weights [N]. With weights that sum to 1 it is the weighted mean. Differentiable in the logits.
 */
export function weightedCrossEntropy(
  logits: tf.Tensor,
  targets: tf.Tensor,
  weights: tf.Tensor,
): tf.Scalar {
  return run({ logits, targets, weights }, {}) as tf.Scalar;
}
