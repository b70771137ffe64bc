import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { gradientErrors, parityCases, tapErrors, worst } from './parity';
import { type TestBackend, useBackend } from './testing';

/** float32 sums in another order than PyTorch's. */
const forwardTolerance = 1e-4;
const gradientTolerance = 1e-3;

describe.each<TestBackend>(['cpu', 'wasm'])('timm on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(parityCases)('$architecture at $size: features, pooled, logits', async (golden) => {
    const before = tf.memory().numTensors;
    expect(worst(await tapErrors(golden)).error).toBeLessThanOrEqual(forwardTolerance);
    expect(tf.memory().numTensors).toBe(before);
  });

  const withGradients = parityCases.filter(({ gradients }) => gradients !== null);
  const tiny = withGradients.filter(({ architecture }) => architecture.startsWith('tiny_'));
  // Stock cpu kernels take minutes for the gradients of a real network.
  test.each(backend === 'cpu' ? tiny : withGradients)(
    '$architecture: gradients of the last stage',
    async (golden) => {
      const before = tf.memory().numTensors;
      const { name, error } = worst(await gradientErrors(golden, 'last-stage'));
      expect(error, name).toBeLessThanOrEqual(gradientTolerance);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test.each(tiny)('$architecture: gradients of all', async (golden) => {
    const { name, error } = worst(await gradientErrors(golden, 'all'));
    expect(error, name).toBeLessThanOrEqual(gradientTolerance);
  });
});
