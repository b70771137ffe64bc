import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HeadFit, TensorData } from '../../../core/contract/engine';
import { sample, useBackend } from '../testing';
import { fitHead } from './fit';
import golden from './golden/logistic_regression.json';

function rows(values: number[][]): TensorData {
  return { shape: [values.length, values[0]!.length], data: Float32Array.from(values.flat()) };
}

function softmax(logits: Float32Array): number[] {
  const exponentials = Array.from(logits, (value) => Math.exp(value - Math.max(...logits)));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** Of the folded weights on raw features: what is exported. */
function rawLogits({ weight, bias }: HeadFit, point: readonly number[]): Float32Array {
  const classes = bias.length;
  return bias.map((b, c) =>
    point.reduce((sum, value, d) => sum + value * weight.data[d * classes + c]!, b),
  );
}

const never = async () => {};

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(golden.cases)('$name: probabilities as scikit-learn within 1e-3', async (data) => {
    const before = tf.memory().numTensors;
    const fits = await fitHead(
      {
        features: rows(data.features),
        labels: Int32Array.from(data.labels),
        sampleWeights: Float32Array.from(data.weights),
        classes: data.classes,
        shrinkage: data.shrinkage,
        strengths: data.fits.map((fit) => fit.strength),
        iterations: 500,
        heldOut: rows(data.heldOut),
        heldOutLabels: Int32Array.from(data.heldOutLabels),
      },
      never,
    );
    expect(tf.memory().numTensors).toBe(before);
    fits.forEach((fit, i) => {
      data.fits[i]!.probabilities.forEach((expected, row) => {
        const heldOut = fit.heldOutLogits!.data.subarray(row * data.classes);
        const onDevice = softmax(heldOut.subarray(0, data.classes));
        const onRaw = softmax(rawLogits(fit, data.heldOut[row]!));
        expected.forEach((probability, c) => {
          expect(Math.abs(onDevice[c]! - probability)).toBeLessThan(1e-3);
          expect(Math.abs(onRaw[c]! - probability)).toBeLessThan(1e-3);
        });
      });
    });
  });
});

describe('the curve', () => {
  beforeAll(() => useBackend('wasm'));

  async function fitFor(iterations: number) {
    const features = { shape: [30, 12], data: sample([30, 12]).dataSync() as Float32Array };
    const labels = Int32Array.from({ length: 30 }, (_, row) => row % 3);
    const sampleWeights = new Float32Array(30).fill(1);
    const rest = { labels, sampleWeights, classes: 3, strengths: [10], iterations };
    const [result] = await fitHead(
      { features, ...rest, heldOut: features, heldOutLabels: labels },
      never,
    );
    return result!;
  }

  test('has one point an iteration, and the objective never rises', async () => {
    const { curve } = await fitFor(8);
    expect(curve).toHaveLength(8);
    curve.forEach((point, i) => {
      // With so weak a penalty the loss itself falls.
      if (i > 0) expect(point.loss).toBeLessThan(curve[i - 1]!.loss);
      expect(point.heldOutLoss).toBeCloseTo(point.loss, 5);
      expect(point.heldOutAccuracy).toBe(point.accuracy);
    });
  });

  test('is the same bit for bit when run again', async () => {
    const [first, second] = [await fitFor(20), await fitFor(20)];
    expect(second.weight.data).toEqual(first.weight.data);
    expect(second.curve).toEqual(first.curve);
  });
});
