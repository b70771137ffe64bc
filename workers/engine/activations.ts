import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../model-zoo/graph/types';
import { gelu, hardSigmoid, hardSwish, silu } from './kernels/activations';

/** What tfjs's fused convolutions and matMuls can apply themselves on every backend. */
const fusable = new Set<Activation | null>([null, 'relu', 'relu6', 'sigmoid']);

/** Splits an activation into what the kernel fuses and what has to follow. */
export function fuse(activation: Activation | null): {
  fused: 'linear' | 'relu' | 'relu6' | 'sigmoid';
  after: Activation | null;
} {
  if (!fusable.has(activation)) return { fused: 'linear', after: activation };
  return {
    fused: (activation ?? 'linear') as 'linear' | 'relu' | 'relu6' | 'sigmoid',
    after: null,
  };
}

/** Elementwise; does not consume `x`. */
export function activate(x: tf.Tensor, kind: Activation): tf.Tensor {
  switch (kind) {
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'hardSigmoid':
      return hardSigmoid(x);
    case 'hardSwish':
      return hardSwish(x);
    case 'silu':
      return silu(x);
    case 'gelu':
      return gelu(x);
  }
}
