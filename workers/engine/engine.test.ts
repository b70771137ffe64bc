import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LabelledBatch, PixelBatch } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Pixels } from '../../core/preprocessing/types';
import type { Depth } from '../../core/run';
import { Engine } from './engine';
import type { FetchBytes } from './loader';
import { nativeBuilds } from './native/testing';
import { surroundings } from './probe';
import { relativeError, type TestBackend, useBackend, webgpuAdapter } from './testing';

const adapter = await webgpuAdapter();
if (!adapter) console.warn('No WebGPU adapter: only wasm and cpu are tested here.');
else console.info(`WebGPU adapter: ${adapter.info.description}`);
const backends: TestBackend[] = adapter ? ['wasm', 'cpu', 'webgpu'] : ['wasm', 'cpu'];

const baseUrl = new URL('../../model-zoo/', import.meta.url).href;
const fromDisk: FetchBytes = async (url) => new Uint8Array(await readFile(fileURLToPath(url)));

/** Pictures of the tests are raw: one byte of side length, then RGB. */
async function decode(picture: Blob): Promise<Pixels> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const side = bytes[0]!;
  if (bytes.length !== 1 + side * side * 3) throw new LensmithError('notAPicture', { file: 'raw' });
  return { width: side, height: side, data: bytes.subarray(1) };
}

function newEngine(fetchBytes: FetchBytes = fromDisk): Engine {
  return new Engine({
    fetchBytes,
    decode,
    surroundings: { ...surroundings(), gpu: adapter ? navigator.gpu : undefined },
    native: async () => (await nativeBuilds())[0]!,
    startCpu: () => useBackend('cpu'),
  });
}

const classes = 3;

/** Noise with a brighter channel per class: learnable, not trivial. Rows r have label r % 3. */
function pictures(count: number, side: number): PixelBatch {
  const data = new Uint8Array(count * side * side * 3);
  let state = 7;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const row = Math.floor(i / (side * side * 3));
    data[i] = ((state >>> 24) * 0.7 + (i % 3 === row % classes ? 60 : 0)) & 255;
  }
  return { shape: [count, side, side, 3], data };
}

const labels = (count: number) => Int32Array.from({ length: count }, (_, row) => row % classes);

describe.each(backends)('on %s', (backend) => {
  const families = ['tiny_mobilenetv3', 'tiny_resnet', 'tiny_efficientnet_lite', 'tiny_vit'];
  // tfjs's cpu backend and software WebGPU take minutes for the first stages' gradients.
  const depths: Depth[] = backend === 'wasm' ? ['head', 'last-stage', 'all'] : ['last-stage'];
  const cases = families.flatMap((backbone) => depths.map((depth) => [backbone, depth] as const));

  test.each(cases)(
    '%s trains at depth %s and predicts what it learnt',
    async (backbone, depth) => {
      const engine = newEngine();
      await engine.open({ baseUrl, backend });
      const before = (await engine.memory()).tensors;
      const count = 12;
      const batch = pictures(count, 32);
      await engine.load({ backbone, depth: 'head' });
      const features = await engine.trunk(batch);
      const [head] = await engine.fitHead('job', {
        ...{ features, labels: labels(count), sampleWeights: new Float32Array(count).fill(1) },
        ...{ classes, strengths: [0.01], iterations: 30, heldOut: features, heldOutLabels: null },
      });
      expect(head!.curve.at(-1)!.loss).toBeLessThan(Math.log(classes));

      const model = { backbone, depth };
      const start = { weight: head!.weight, bias: head!.bias };
      await engine.startTail({ model, classes, seed: 1, weightDecay: 0.01, start });
      const inputs = depth === 'all' ? batch : await engine.trunk(batch);
      // A deeper tail starts as exactly the fitted head.
      const first = await engine.logits(inputs);
      expect(relativeError(first.data, head!.heldOutLogits!.data)).toBeLessThan(1e-3);

      const training: LabelledBatch = {
        ...{ inputs, labels: labels(count), sampleWeights: new Float32Array(count).fill(1) },
      };
      await engine.step(training, 1e-4);
      const held = (await engine.memory()).tensors;
      const losses: number[] = [];
      for (let step = 0; step < 6; step++) losses.push((await engine.step(training, 3e-3)).loss);
      expect((await engine.memory()).tensors).toBe(held);
      expect(losses.at(-1)).toBeLessThan(losses[0]!);

      const tail = await engine.saveTail(true);
      expect(tail.step).toBe(7);
      const trained = await engine.logits(inputs);
      await engine.useModel(model, classes, { ...tail, moments: [] });
      const blobs = Array.from({ length: count }, (_, row) => {
        const raw = new Uint8Array(1 + 32 * 32 * 3);
        raw[0] = 32;
        raw.set(batch.data.subarray(row * 32 * 32 * 3, (row + 1) * 32 * 32 * 3), 1);
        return new Blob([raw]);
      });
      // The card resizes by 8/7 before its crop, so the same crop is asked for through `pixels`.
      const seen = await engine.pixels(blobs);
      const predicted = await engine.predict([...blobs, new Blob(['text'])]);
      expect(predicted.failed).toEqual([count]);
      expect(predicted.faults.map(({ code }) => code)).toEqual(['notAPicture']);
      expect(predicted.logits.shape).toEqual([count + 1, classes]);
      const again = depth === 'all' ? seen.batch : await engine.trunk(seen.batch);
      const expected = await engine.logits(again);
      const rows = predicted.logits.data.subarray(0, count * classes);
      expect(relativeError(rows, expected.data)).toBeLessThan(1e-4);
      expect(trained.shape).toEqual([count, classes]);

      // A checkpoint goes on exactly where it was.
      const next = await engine.step(training, 1e-3);
      await engine.startTail({ model, classes, seed: 1, weightDecay: 0.01, start: tail });
      expect((await engine.step(training, 1e-3)).loss).toBeCloseTo(next.loss, 6);
      expect((await engine.memory()).tensors).toBeGreaterThan(before);
      // A software adapter spends most of this on compiling shaders.
    },
    300_000,
  );
});

describe('what goes wrong', () => {
  beforeAll(() => useBackend('wasm'));

  test('weights that cannot be fetched are weightsUnavailable', async () => {
    const engine = newEngine(async (url) => {
      throw new Error(`HTTP 404 for ${url}`);
    });
    await engine.open({ baseUrl, backend: 'wasm' });
    await expect(engine.load({ backbone: 'resnet18', depth: 'head' })).rejects.toMatchObject({
      code: 'weightsUnavailable',
    });
  });

  test('weights with one bit turned are weightsUnavailable', async () => {
    const engine = newEngine(async (url) => {
      const bytes = await fromDisk(url);
      if (url.includes('shard')) bytes[1000]! ^= 1;
      return bytes;
    });
    await engine.open({ baseUrl, backend: 'wasm' });
    const loading = engine.load({ backbone: 'mobilenetv3_large_100', depth: 'head' });
    await expect(loading).rejects.toMatchObject({ code: 'weightsUnavailable' });
  });

  test('an unknown backbone is unknownBackbone', async () => {
    const engine = newEngine();
    await engine.open({ baseUrl, backend: 'wasm' });
    const loading = engine.load({ backbone: 'alexnet', depth: 'head' });
    await expect(loading).rejects.toMatchObject({ code: 'unknownBackbone' });
  });

  test('a cancelled fit rejects and releases its tensors', async () => {
    const engine = newEngine();
    await engine.open({ baseUrl, backend: 'wasm' });
    const before = tf.memory().numTensors;
    const rows = 200;
    const data = Float32Array.from({ length: rows * 400 }, (_, i) => Math.sin(i * i));
    engine.cancel('gone');
    const fitting = engine.fitHead('gone', {
      ...{ features: { shape: [rows, 400], data }, labels: labels(rows), classes },
      ...{ sampleWeights: new Float32Array(rows).fill(1), strengths: [1], iterations: 500 },
      ...{ heldOut: null, heldOutLabels: null },
    });
    await expect(fitting).rejects.toMatchObject({ code: 'cancelled' });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a loss that is not finite comes back as such', async () => {
    const engine = newEngine();
    await engine.open({ baseUrl, backend: 'wasm' });
    const model = { backbone: 'tiny_resnet', depth: 'head' } as const;
    await engine.startTail({ model, classes, seed: 1, weightDecay: 0, start: null });
    const { features } = await engine.load(model);
    const inputs = { shape: [1, features], data: new Float32Array(features).fill(Number.NaN) };
    const batch = { inputs, labels: new Int32Array(1), sampleWeights: new Float32Array([1]) };
    expect((await engine.step(batch, 1e-3)).loss).toBeNaN();
  });
});
