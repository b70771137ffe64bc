import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define';

const run = defineKernel<{ x: tf.Tensor }, { height: number; width: number }>({
  name: 'GlobalAveragePool',
  saved: [],
  forward: ({ x }, { height, width }) =>
    tf.avgPool(x as tf.Tensor4D, [height, width], [height, width], 'valid'),
  gradient: (dy, _, { height, width }) => ({
    x: () => tf.mul(dy, tf.fill([1, height, width, 1], 1 / (height * width))),
  }),
});

/** [N, H, W, C] -> [N, C], or [N, 1, 1, C] with `keepDims`. */
export function globalAveragePool(x: tf.Tensor4D, keepDims: boolean): tf.Tensor {
  const [n, height, width, channels] = x.shape;
  const y = run({ x }, { height, width });
  return keepDims ? y : tf.reshape(y, [n, channels]);
}
