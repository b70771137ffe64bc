import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ActivationRanges, PixelBatch } from '../../../core/contract/engine';
import { LensmithError } from '../../../core/errors';
import { createRandom } from '../../../core/random';
import { Engine } from '../engine';
import { nativeBuilds } from '../native/testing';
import { surroundings } from '../probe';
import { useBackend } from '../testing';

const baseUrl = new URL('../../../model-zoo/', import.meta.url).href;

async function openEngine(backend: 'wasm' | 'cpu', relaxed = true): Promise<Engine> {
  const engine = new Engine({
    fetchBytes: async (url) => new Uint8Array(await readFile(fileURLToPath(url))),
    decode: () => Promise.reject(new Error('no pictures here')),
    surroundings: { ...surroundings(), gpu: undefined },
    native: async () => (await nativeBuilds()).find((build) => build.relaxed === relaxed)!,
    startCpu: () => useBackend('cpu'),
  });
  await engine.open({ baseUrl, backend });
  return engine;
}

/** Pictures of soft gradients and noise. */
function pictures(count: number, [height, width]: readonly number[]): PixelBatch {
  const random = createRandom(4);
  const data = new Uint8Array(count * height! * width! * 3);
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / (width! * 3)) % height!;
    data[i] = (200 * row) / height! + 55 * random.uniform();
  }
  return { shape: [count, height!, width!, 3], data };
}

/** Root mean square of the difference over that of `expected`. */
function error(actual: Float32Array, expected: Float32Array): number {
  const square = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(square(actual.map((value, i) => value - expected[i]!)) / square(expected));
}

const backbones = ['tiny_resnet', 'tiny_mobilenetv3', 'tiny_efficientnet', 'tiny_vit'];

describe.each(backbones)('%s', (backbone) => {
  const model = { backbone, depth: 'head' } as const;
  let engine: Engine;
  let batch: PixelBatch;
  let ranges: ActivationRanges;
  let float: Float32Array;

  beforeAll(async () => {
    engine = await openEngine('wasm');
    const { preprocessing } = await engine.load(model);
    batch = pictures(6, preprocessing.inputSize);
    ranges = await engine.calibrate(batch);
    float = (await engine.trunk(batch)).data;
  });

  test('the trunk in 7 bits is near the one in float32, and not the same', async () => {
    await engine.load({ ...model, ranges });
    const { data } = await engine.trunk(batch);
    // Random weights and few channels: nothing averages rounding out as it does in real backbones.
    expect(error(data, float)).toBeLessThan(0.1);
    expect(data).not.toEqual(float);
  });

  test('without ranges it is float32 again', async () => {
    await engine.load(model);
    expect((await engine.trunk(batch)).data).toEqual(float);
  });

  test('a picture does not hang on its neighbours', async () => {
    await engine.load({ ...model, ranges });
    const all = (await engine.trunk(batch)).data;
    const size = batch.data.length / 6;
    const one = batch.data.subarray(4 * size, 5 * size);
    const alone = await engine.trunk({ shape: [1, ...batch.shape.slice(1)] as never, data: one });
    const width = all.length / 6;
    expect(alone.data).toEqual(all.slice(4 * width, 5 * width));
  });

  test('both builds agree as nearly as in float32', async () => {
    const plain = await openEngine('wasm', false);
    await plain.load({ ...model, ranges });
    await engine.load({ ...model, ranges });
    // What is float32 is fused in one build: a value at the edge of a step may fall on either side.
    expect(error((await plain.trunk(batch)).data, (await engine.trunk(batch)).data)).toBeLessThan(
      0.03,
    );
  });

  test('ranges are named by what they are', async () => {
    await engine.load(model);
    expect((await engine.calibrate(batch)).hash).toBe(ranges.hash);
    expect((await engine.calibrate(pictures(3, batch.shape.slice(1)))).hash).not.toBe(ranges.hash);
  });
});

test('there are no 8-bit trunks but on WASM', async () => {
  const engine = await openEngine('cpu');
  const { preprocessing } = await engine.load({ backbone: 'tiny_resnet', depth: 'head' });
  const refused = engine.calibrate(pictures(1, preprocessing.inputSize));
  await expect(refused).rejects.toThrow(LensmithError);
});
