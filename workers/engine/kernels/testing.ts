import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { gradientError, sample } from '../testing';

/** Step of the central difference, and what it may be off by, of |gradient| |direction|. */
export interface Accuracy {
  h: number;
  tolerance: number;
}

/** Linear functions: only rounding. */
export const linear: Accuracy = { h: 0.5, tolerance: 1e-5 };
/** Smooth functions: the central difference is off by h^2 times the third derivative. */
export const smooth: Accuracy = { h: 1e-2, tolerance: 3e-4 };

/** Expects `f`'s gradients to agree with central differences, and no tensor or buffer to be left. */
export async function checkGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  shapes: number[][],
  { h, tolerance }: Accuracy,
): Promise<void> {
  const inputs = shapes.map((shape, i) => sample(shape, i + 1));
  const before = tf.memory();
  expect(await gradientError(f, inputs, h)).toBeLessThan(tolerance);
  const after = tf.memory();
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numDataBuffers).toBe(before.numDataBuffers);
  expect(after.numBytes).toBe(before.numBytes);
  tf.dispose(inputs);
}
