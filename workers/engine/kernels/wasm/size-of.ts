import type * as tf from '@tensorflow/tfjs-core';

export function sizeOf({ shape }: tf.TensorInfo): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
