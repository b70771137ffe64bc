import * as tf from '@tensorflow/tfjs-core';
import { defineKernel, defineStep } from './define';

type Unary = { x: tf.Tensor };
type None = Record<never, never>;
type Point = { dy: tf.Tensor; x: tf.Tensor };

// relu6(x + 3) / 6, and between -3 and 3 also x / 6. In arithmetic: tfjs-wasm compares slowly.
const hardSwishGrad = defineStep<Point, None>('HardSwishGrad', ({ dy, x }) => {
  const inside = tf.mul(tf.step(tf.add(x, 3)), tf.step(tf.sub(3, x)));
  const gate = tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6);
  return tf.mul(dy, tf.add(gate, tf.mul(tf.mul(x, inside), 1 / 6)));
});

const hardSigmoidGrad = defineStep<Point, None>('HardSigmoidGrad', ({ dy, x }) =>
  tf.mul(dy, tf.mul(tf.mul(tf.step(tf.add(x, 3)), tf.step(tf.sub(3, x))), 1 / 6)),
);

const siluGrad = defineStep<Point, None>('SiluGrad', ({ dy, x }) => {
  const s = tf.sigmoid(x);
  return tf.mul(dy, tf.mul(s, tf.add(tf.mul(x, tf.sub(1, s)), 1)));
});

const geluGrad = defineStep<Point, None>('GeluGrad', ({ dy, x }) => {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.mul(dy, tf.add(normalCdf(x), tf.mul(x, density)));
});

const runHardSigmoid = defineKernel<Unary, None>({
  name: 'HardSigmoid',
  saved: ['x'],
  forward: ({ x }) => tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6),
  gradient: (dy, { x }) => ({ x: () => hardSigmoidGrad({ dy, x }, {}) }),
});

/** Kept as kernels: one saved tensor and few passes, where autograd would keep every intermediate. */
const runHardSwish = defineKernel<Unary, None>({
  name: 'HardSwish',
  saved: ['x'],
  forward: ({ x }) => tf.mul(x, hardSigmoid(x)),
  gradient: (dy, { x }) => ({ x: () => hardSwishGrad({ dy, x }, {}) }),
});

const runSilu = defineKernel<Unary, None>({
  name: 'Silu',
  saved: ['x'],
  forward: ({ x }) => tf.mul(x, tf.sigmoid(x)),
  gradient: (dy, { x }) => ({ x: () => siluGrad({ dy, x }, {}) }),
});

const runGelu = defineKernel<Unary, None>({
  name: 'Gelu',
  saved: ['x'],
  forward: ({ x }) => tf.mul(x, normalCdf(x)),
  gradient: (dy, { x }) => ({ x: () => geluGrad({ dy, x }, {}) }),
});

function normalCdf(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5);
}

/** relu6(x + 3) / 6 (Howard et al. 2019). */
export function hardSigmoid(x: tf.Tensor): tf.Tensor {
  return runHardSigmoid({ x }, {});
}

/** x * hardSigmoid(x). */
export function hardSwish(x: tf.Tensor): tf.Tensor {
  return runHardSwish({ x }, {});
}

/** x * sigmoid(x). */
export function silu(x: tf.Tensor): tf.Tensor {
  return runSilu({ x }, {});
}

/** x * Phi(x) with erf, as PyTorch's default (Hendrycks & Gimpel 2016). */
export function gelu(x: tf.Tensor): tf.Tensor {
  return runGelu({ x }, {});
}
