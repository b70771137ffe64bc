import * as tf from '@tensorflow/tfjs-core';
import { defineKernel, defineStep } from './define';
import { sumRows, sumRowsOfProduct } from './sum-to';

type Saved = { dy: tf.Tensor; x: tf.Tensor; weight: tf.Tensor };

// Ba, Kiros & Hinton 2016; the two means remove what centring and scaling make constant.
const inputGrad = defineStep<Saved, { epsilon: number }>(
  'LayerNormInputGrad',
  ({ dy, x, weight }, { epsilon }) => {
    const { normal, inverse } = standardise(x, epsilon);
    const g = tf.mul(dy, weight);
    const along = tf.mul(normal, tf.mean(tf.mul(g, normal), -1, true));
    return tf.mul(tf.sub(tf.sub(g, tf.mean(g, -1, true)), along), inverse);
  },
);

const weightGrad = defineStep<Omit<Saved, 'weight'>, { epsilon: number }>(
  'LayerNormWeightGrad',
  ({ dy, x }, { epsilon }) => sumRowsOfProduct(dy, standardise(x, epsilon).normal),
);

const run = defineKernel<{ x: tf.Tensor; weight: tf.Tensor; bias: tf.Tensor }, { epsilon: number }>(
  {
    name: 'LayerNorm',
    saved: ['x', 'weight'],
    forward: ({ x, weight, bias }, { epsilon }) =>
      tf.add(tf.mul(standardise(x, epsilon).normal, weight), bias),
    gradient: (dy, { x, weight }, { epsilon }) => ({
      x: () => inputGrad({ dy, x, weight }, { epsilon }),
      weight: () => weightGrad({ dy, x }, { epsilon }),
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
