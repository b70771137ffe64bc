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
