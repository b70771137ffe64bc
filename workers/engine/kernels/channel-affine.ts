import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define';
import { sumRows } from './sum-to';

const run = defineKernel<
  { x: tf.Tensor; scale: tf.Tensor; shift: tf.Tensor },
  Record<never, never>
>({
  name: 'ChannelAffine',
  saved: ['x', 'scale'],
  forward: ({ x, scale, shift }) => tf.add(tf.mul(x, scale), shift),
  gradient: (dy, { x, scale }) => ({
    x: () => tf.mul(dy, scale),
    scale: () => sumRows(tf.mul(dy, x)),
    shift: () => sumRows(dy),
  }),
});

/** x * scale + shift over the last axis: [..., C], [C], [C]. Batch norm with frozen statistics. */
export function channelAffine(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  return run({ x, scale, shift }, {});
}
