import * as tf from '@tensorflow/tfjs-core';
import { startWasm } from './backend';

export type TestBackend = 'cpu' | 'wasm';

/** For tests in Node: makes a backend current. Throws where it cannot be had. */
export async function useBackend(name: TestBackend): Promise<void> {
  if (name === 'wasm') return startWasm();
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
}

/** A [shape] tensor of reproducible values in [-1, 1). */
export function sample(shape: readonly number[], seed = 1): tf.Tensor {
  let state = seed * 0x9e3779b9;
  const values = new Float32Array(tf.util.sizeFromShape([...shape]));
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = (state >>> 8) / 2 ** 23 - 1;
  }
  return tf.tensor(values, [...shape]);
}

/** Largest difference over the largest magnitude of `expected`. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs(actual[i]! - expected[i]!);
    if (!(d <= difference)) difference = d;
    magnitude = Math.max(magnitude, Math.abs(expected[i]!));
  }
  return difference / Math.max(magnitude, 1e-12);
}

/**
 * Largest relative error of `f`'s gradients against central differences along random directions of
 * each input. Both sides weigh the outputs at random and sum in float64. `f` must not consume.
 */
export function gradientError(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  h: number,
): number {
  const value = (...at: tf.Tensor[]): { data: ArrayLike<number>; shape: number[] } =>
    tf.tidy(() => {
      const y = f(...at);
      return { data: y.dataSync(), shape: y.shape } as never;
    }) as never;
  const output = value(...inputs);
  const weights = sample(output.shape, 99);
  const weightValues = weights.dataSync();
  const loss = (...at: tf.Tensor[]) => dot(value(...at).data, weightValues);
  const gradients = tf.tidy(() => tf.grads((...at) => f(...at))([...inputs], weights));
  weights.dispose();
  let worst = 0;
  inputs.forEach((input, i) => {
    const gradient = gradients[i]!.dataSync();
    for (const seed of [11, 12, 13]) {
      const direction = sample(input.shape, seed + i);
      const expected = [h, -h].map((step) => {
        const moved = tf.tidy(() => tf.add(input, tf.mul(direction, step)));
        const at = inputs.map((other, j) => (j === i ? moved : other));
        const result = loss(...at);
        moved.dispose();
        return result;
      });
      const numeric = (expected[0]! - expected[1]!) / (2 * h);
      const analytic = dot(gradient, direction.dataSync());
      const scale = Math.sqrt(
        dot(gradient, gradient) * dot(direction.dataSync(), direction.dataSync()),
      );
      worst = Math.max(worst, Math.abs(numeric - analytic) / Math.max(scale, 1e-6) || 0);
      if (Number.isNaN(numeric - analytic)) worst = Number.POSITIVE_INFINITY;
      direction.dispose();
    }
  });
  tf.dispose(gradients);
  return worst;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
