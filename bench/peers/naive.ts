import * as tf from '@tensorflow/tfjs-core';

/**
 * What a competent person would write on stock tfjs 4.22 where it has no op: left to tfjs's own
 * automatic differentiation. Held against our kernels in `kernel/...` and `step/...`.
 */
export const naive = { attention, layerNorm, gelu };

/** [N, T, 3 D] -> [N, T, D], packed as timm packs it: (3, heads, width). */
function attention(qkv: tf.Tensor3D, heads: number): tf.Tensor {
  const [n, t, packed] = qkv.shape;
  const width = packed / 3 / heads;
  const [q, k, v] = tf.unstack(
    tf.transpose(tf.reshape(qkv, [n, t, 3, heads, width]), [2, 0, 3, 1, 4]),
  );
  const scores = tf.matMul(tf.mul(q, 1 / Math.sqrt(width)), k, false, true);
  const mixed = tf.matMul(tf.softmax(scores), v);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [n, t, heads * width]);
}

/** Over the last axis. */
function layerNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normal, weight), bias);
}

/** With erf, as PyTorch's default. */
function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5));
}
