import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define';
import { sumRows } from './sum-to';

const run = defineKernel<{ x: tf.Tensor; weight: tf.Tensor; bias: tf.Tensor }, { epsilon: number }>(
  {
    name: 'LayerNorm',
    saved: ['x', 'weight'],
    forward: ({ x, weight, bias }, { epsilon }) =>
      tf.add(tf.mul(standardise(x, epsilon).normal, weight), bias),
    // Ba, Kiros & Hinton 2016; the two means remove what centring and scaling make constant.
    gradient: (dy, { x, weight }, { epsilon }) => ({
      x: () =>
        tf.tidy(() => {
          const { normal, inverse } = standardise(x, epsilon);
          const g = tf.mul(dy, weight);
          const along = tf.mul(normal, tf.mean(tf.mul(g, normal), -1, true));
          return tf.mul(tf.sub(tf.sub(g, tf.mean(g, -1, true)), along), inverse);
        }),
      weight: () => tf.tidy(() => sumRows(tf.mul(dy, standardise(x, epsilon).normal))),
      bias: () => sumRows(dy),
    }),
  },
);

function standardise(x: tf.Tensor, epsilon: number): { normal: tf.Tensor; inverse: tf.Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
  return { normal: tf.mul(centred, inverse), inverse };
}

/** Over the last axis: [..., D] with weight and bias [D]; biased variance, as PyTorch. */
export function layerNorm(
  x: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
  epsilon: number,
): tf.Tensor {
  return run({ x, weight, bias }, { epsilon });
}
