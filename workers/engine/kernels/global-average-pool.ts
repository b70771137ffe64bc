import * as tf from '@tensorflow/tfjs-core';
import { defineKernel, defineStep } from './define';

type Size = { height: number; width: number };

const grad = defineStep<{ dy: tf.Tensor }, Size>(
  'GlobalAveragePoolGrad',
  ({ dy }, { height, width }) => tf.mul(dy, tf.fill([1, height, width, 1], 1 / (height * width))),
);

const run = defineKernel<{ x: tf.Tensor }, Size>({
  name: 'GlobalAveragePool',
  saved: [],
  forward: ({ x }, { height, width }) =>
    tf.avgPool(x as tf.Tensor4D, [height, width], [height, width], 'valid'),
  gradient: (dy, _, { height, width }) => ({
    x: () => grad({ dy }, { height, width }),
  }),
});

/** [N, H, W, C] -> [N, C], or [N, 1, 1, C] with `keepDims`. */
export function globalAveragePool(x: tf.Tensor4D, keepDims: boolean): tf.Tensor {
  const [n, height, width, channels] = x.shape;
  const y = run({ x }, { height, width });
  return keepDims ? y : tf.reshape(y, [n, channels]);
}
