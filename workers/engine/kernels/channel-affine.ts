import * as tf from '@tensorflow/tfjs-core';
import { defineKernel, defineStep } from './define';
import { sumRows, sumRowsOfProduct } from './sum-to';

const inputGrad = defineStep<{ dy: tf.Tensor; scale: tf.Tensor }, Record<never, never>>(
  'ChannelAffineInputGrad',
  ({ dy, scale }) => tf.mul(dy, scale),
);

const run = defineKernel<
  { x: tf.Tensor; scale: tf.Tensor; shift: tf.Tensor },
  Record<never, never>
>({
  name: 'ChannelAffine',
  saved: ['x', 'scale'],
  forward: ({ x, scale, shift }) => tf.add(tf.mul(x, scale), shift),
  gradient: (dy, { x, scale }) => ({
    x: () => inputGrad({ dy, scale }, {}),
    scale: () => sumRowsOfProduct(dy, x),
    shift: () => sumRows(dy),
  }),
});

/** x * scale + shift over the last axis: [..., C], [C], [C]. Batch norm with frozen statistics. */
export function channelAffine(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  return run({ x, scale, shift }, {});
}
