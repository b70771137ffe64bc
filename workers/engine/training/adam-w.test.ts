import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { useBackend } from '../testing';
import { createAdamW } from './adam-w';
import golden from './golden/adam_w.json';

describe.each(['wasm', 'cpu'] as const)('AdamW on %s', (backend) => {
  test.each(golden.runs)('takes PyTorch steps, weight decay $weightDecay', async (run) => {
    await useBackend(backend);
    const before = tf.memory().numTensors;
    const parameters = new Map([['w', tf.tensor1d(golden.start)]]);
    let optimiser = createAdamW({ weightDecay: run.weightDecay, undecayed: new Set() });
    for (const [step, gradient] of golden.gradients.entries()) {
      optimiser.update(parameters, new Map([['w', tf.tensor1d(gradient)]]), golden.rates[step]!);
      const values = parameters.get('w')!.dataSync();
      // float32 against PyTorch's float64, on values of about 1.
      run.values[step]!.forEach((expected, i) => {
        expect(Math.abs(values[i]! - expected)).toBeLessThan(2e-7);
      });
      if (step !== 1) continue;
      // Halfway on from a checkpoint.
      const moments = await optimiser.save();
      optimiser.dispose();
      const options = { weightDecay: run.weightDecay, undecayed: new Set<string>() };
      optimiser = createAdamW(options, { moments, step: optimiser.step });
    }
    expect(optimiser.step).toBe(golden.gradients.length);
    optimiser.dispose();
    parameters.get('w')!.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('leaves what is undecayed to the gradient alone', async () => {
    await useBackend(backend);
    const parameters = new Map([['bias', tf.tensor1d([1, -1])]]);
    const optimiser = createAdamW({ weightDecay: 0.5, undecayed: new Set(['bias']) });
    optimiser.update(parameters, new Map([['bias', tf.tensor1d([0, 0])]]), 0.1);
    expect([...parameters.get('bias')!.dataSync()]).toEqual([1, -1]);
    optimiser.dispose();
    tf.dispose([...parameters.values()]);
  });
});
