import * as tf from '@tensorflow/tfjs-core';
import { defineKernel, defineStep } from './define';

// The probabilities are computed again rather than kept: [N, heads, T, T] is the biggest tensor.
const attentionGrad = defineStep<{ dy: tf.Tensor; qkv: tf.Tensor }, { heads: number }>(
  'AttentionGrad',
  ({ dy, qkv }, { heads }) => {
    const { q, k, v } = split(qkv as tf.Tensor3D, heads);
    const p = probabilities(q, k);
    const out = separate(dy as tf.Tensor3D, heads);
    const dv = tf.matMul(p, out, true, false);
    const dp = tf.matMul(out, v, false, true);
    const inner = tf.sum(tf.mul(dp, p), -1, true);
    const scale = 1 / Math.sqrt(q.shape[3]!);
    const ds = tf.mul(tf.mul(p, tf.sub(dp, inner)), scale);
    const dq = tf.matMul(ds, k);
    const dk = tf.matMul(ds, q, true, false);
    return merge(tf.concat([dq, dk, dv], 1));
  },
);

const run = defineKernel<{ qkv: tf.Tensor }, { heads: number }>({
  name: 'Attention',
  saved: ['qkv'],
  forward: ({ qkv }, { heads }) => {
    const { q, k, v } = split(qkv as tf.Tensor3D, heads);
    return merge(tf.matMul(probabilities(q, k), v));
  },
  gradient: (dy, { qkv }, { heads }) => ({ qkv: () => attentionGrad({ dy, qkv }, { heads }) }),
});

/** [N, T, 3 D] -> three of [N, heads, T, D / heads]; the packing is timm's: (3, heads, width). */
function split(qkv: tf.Tensor3D, heads: number): { q: tf.Tensor; k: tf.Tensor; v: tf.Tensor } {
  const [q, k, v] = tf.split(separate(qkv, 3 * heads), 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { q, k, v };
}

/** [N, T, groups * width] -> [N, groups, T, width]. */
function separate(x: tf.Tensor3D, groups: number): tf.Tensor4D {
  const [n, t, d] = x.shape;
  return tf.transpose(tf.reshape(x, [n, t, groups, d / groups]), [0, 2, 1, 3]) as tf.Tensor4D;
}

/** The inverse of `separate`. */
function merge(x: tf.Tensor): tf.Tensor {
  const [n, groups, t, width] = x.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [n, t, groups * width]);
}

function probabilities(q: tf.Tensor, k: tf.Tensor): tf.Tensor {
  const scaled = tf.mul(q, 1 / Math.sqrt(q.shape[3]!));
  return tf.softmax(tf.matMul(scaled, k, false, true));
}

/** Multi-head scaled dot-product attention (Vaswani et al. 2017): [N, T, 3 D] -> [N, T, D]. */
export function attention(qkv: tf.Tensor3D, heads: number): tf.Tensor {
  return run({ qkv }, { heads });
}
