import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { fillParameters } from '../../../model-zoo/golden/fill';
import { cutFor, split } from '../../../model-zoo/graph/passes/split';
import { shapes } from '../../../model-zoo/graph/shapes';
import { backboneGraph, card } from '../../../model-zoo/zoo';
import { relativeError, sample, useBackend } from '../testing';
import { createTail } from './tail';

const classes = 3;

test.each(['tiny_mobilenetv3', 'tiny_vit'])(
  '%s: two parts of a batch step as the whole',
  async (id) => {
    await useBackend('wasm');
    const before = tf.memory().numTensors;
    const whole = backboneGraph(card(id), classes);
    const cut = cutFor(whole, 'last-stage');
    const { tail: graph } = split(whole, cut);
    const values = new Map(fillParameters(whole));
    const shape = shapes(whole).get(cut)!;
    const rows = 6;
    const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
    // The last row pads: its part weighs less.
    const weights = Float32Array.of(1, 2, 1, 1, 1, 0);
    const inputs = sample([rows, ...shape]);
    const part = (from: number, to: number) =>
      [
        tf.slice(inputs, [from], [to - from]),
        labels.subarray(from, to),
        weights.subarray(from, to),
      ] as const;

    const stepped = createTail(graph, values, 0.01);
    const shared = createTail(graph, values, 0.01);
    for (let step = 0; step < 2; step++) {
      const expected = await shared.gradients(...part(0, rows));
      const first = await shared.gradients(...part(0, 4));
      const second = await shared.gradients(...part(4, rows));
      // Summed weights 5 and 1 of 6.
      const mean = first.gradients.map((value, i) => (5 * value + second.gradients[i]!) / 6);
      // Of the largest gradient: those of a key's bias are zero but for rounding.
      expect(relativeError(mean, expected.gradients)).toBeLessThan(1e-5);
      expect((5 * first.loss + second.loss) / 6).toBeCloseTo(expected.loss, 5);
      expect(first.correct + second.correct).toBe(expected.correct);
      const outcome = await stepped.step(...part(0, rows), 1e-3);
      expect(outcome).toEqual({ loss: expected.loss, correct: expected.correct });
      shared.apply(expected.gradients, 1e-3);
    }
    expect(await shared.save(true)).toEqual(await stepped.save(true));
    stepped.dispose();
    shared.dispose();
    inputs.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);
