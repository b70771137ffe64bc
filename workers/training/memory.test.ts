import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelledBatch } from '../../core/contract/engine';
import { card } from '../../model-zoo/zoo';
import { TRUNK_BATCH } from './features';
import { featureBytes, trainingNeed, trunkNeed } from './memory';
import { engineInProcess } from './testing';

const CLASSES = 5;
const BATCH = 16;
/** Either way: kernels differ in what they compute in. The starters come within 0.75 to 1. */
const FACTOR = 2;

const backbones = [
  ...['tiny_resnet', 'tiny_mobilenetv3', 'tiny_efficientnet', 'tiny_vit'],
  'mobilenetv3_large_100',
];
const weights = new URL('../../model-zoo/', import.meta.url);
const { engine } = engineInProcess(
  undefined,
  async (url) => new Uint8Array(readFileSync(fileURLToPath(url.replace(/\?.*/, '')))),
);

/** Most bytes of tensors alive while `work` runs; kernels make every tensor through the tracker. */
async function peakOf(work: () => Promise<unknown>): Promise<number> {
  const tracker = tf.engine();
  const track = tracker.trackTensor;
  let peak = (await engine.memory()).bytes;
  tracker.trackTensor = (...tensor) => {
    track.apply(tracker, tensor);
    peak = Math.max(peak, tf.memory().numBytes);
  };
  try {
    await work();
  } finally {
    tracker.trackTensor = track;
  }
  return peak;
}

beforeAll(() => engine.open({ baseUrl: weights.href, backend: 'wasm' }));
afterAll(() => engine.load({ backbone: 'tiny_resnet', depth: 'head' }));

describe.each(backbones)('%s', (backbone) => {
  const depths = ['last-stage', 'last-two-stages', 'all'] as const;
  it.each(backbone.startsWith('tiny') ? depths : depths.slice(0, 1))(
    'needs what was foretold for a step at depth %s',
    async (depth) => {
      const model = { backbone, depth };
      const { cutShape, preprocessing } = await engine.load(model);
      const start = { seed: 1, weightDecay: 0.01, start: null };
      await engine.startTail({ model, classes: CLASSES, ...start });
      const [height, width] = preprocessing.inputSize;
      const inputs: LabelledBatch['inputs'] =
        depth === 'all'
          ? {
              shape: [BATCH, height, width, 3],
              data: new Uint8Array(BATCH * height * width * 3),
            }
          : {
              shape: [BATCH, ...cutShape],
              data: new Float32Array(cutShape.reduce((a, b) => a * b, BATCH)),
            };
      const labels = new Int32Array(BATCH);
      const batch = { inputs, labels, sampleWeights: new Float32Array(BATCH).fill(1) };
      // The first step makes the moments.
      await engine.step(batch, 1e-3);
      const real = await peakOf(() => engine.step(batch, 1e-3));
      const foretold = trainingNeed(card(backbone), depth, CLASSES, BATCH, 'wasm').bytes;
      expect(real / foretold).toBeLessThan(FACTOR);
      // Of a small tail, it is the trunk that needs most.
      if (foretold > trunkNeed(card(backbone), depth, 'wasm').bytes) {
        expect(real / foretold).toBeGreaterThan(1 / FACTOR);
      }
    },
  );

  it('needs what was foretold for its trunk', async () => {
    const { preprocessing, features } = await engine.load({ backbone, depth: 'head' });
    const [height, width] = preprocessing.inputSize;
    const count = TRUNK_BATCH.wasm;
    const pixels = new Uint8Array(count * height * width * 3);
    const real = await peakOf(() =>
      engine.trunk({ shape: [count, height, width, 3], data: pixels }),
    );
    const foretold = trunkNeed(card(backbone), 'head', 'wasm').bytes;
    expect(real / foretold).toBeLessThan(FACTOR);
    expect(featureBytes(card(backbone), 'head')).toBe(2 * features);
  });
});

it('needs more for more pictures at once and for deeper cuts', () => {
  const resnet = card('resnet18');
  const need = (depth: 'head' | 'last-stage' | 'all', batch: number) =>
    trainingNeed(resnet, depth, 10, batch, 'wasm');
  expect(need('all', 32).bytes).toBeGreaterThan(1.5 * need('all', 16).bytes);
  expect(need('all', 16).bytes).toBeGreaterThan(need('last-stage', 16).bytes);
  expect(need('last-stage', 16).bytes).toBeGreaterThan(need('head', 16).bytes);
  // The stem of a ResNet18: 64 channels at half the side of 128.
  expect(need('all', 32).largestTensor).toBe(32 * 64 * 64 * 64 * 4);
});
