import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { startWasm } from '../backend';
import { type MakeInference, nativeInference, tfjsInference } from '../inference';
import { nativeBuilds } from '../native/testing';
import { useBackend } from '../testing';
import { byMethod, mapErrors, saliencyCases, tinySaliencyCases } from './parity';

/** Of a map's largest value; float32 sums in another order than PyTorch's. */
const tolerance = 1e-4;

const builds = await nativeBuilds();
const native = (index: number) => ({
  begin: () => startWasm(undefined, builds[index]),
  make: ((graph, values, preprocessing) =>
    nativeInference(builds[index]!, graph, values, preprocessing, 4)) satisfies MakeInference,
  cases: saliencyCases,
});
const backends = [
  ...builds.map(({ relaxed }, i) => ({ name: relaxed ? 'relaxed' : 'plain', ...native(i) })),
  {
    name: 'cpu',
    begin: () => useBackend('cpu'),
    make: ((graph, values, preprocessing) =>
      tfjsInference(graph, values, preprocessing, 4)) satisfies MakeInference,
    cases: tinySaliencyCases,
  },
];

describe.each(backends)('pytorch-grad-cam on $name', ({ begin, make, cases }) => {
  test.each(byMethod(cases))('$method of $architecture at $size', async ({ golden, method }) => {
    await begin();
    const before = tf.memory().numTensors;
    const { error, correlation, layer } = await mapErrors(golden, method, make);
    if (method !== 'attention-rollout') expect(layer).toBe(golden.layer);
    expect(error).toBeLessThanOrEqual(tolerance);
    expect(correlation).toBeGreaterThanOrEqual(0.99);
    expect(tf.memory().numTensors).toBe(before);
  });
});
