import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepare } from '../../../core/preprocessing/prepare';
import type { Pixels } from '../../../core/preprocessing/types';
import { createRandom } from '../../../core/random';
import { card } from '../../../model-zoo/zoo';
import { decodeRaw, engineInProcess, rawPicture } from '../../training/testing';
import type { Engine } from '../engine';

/** Evidence on noise: a patch whose pattern is the class, somewhere in one quadrant. */
interface Scene {
  pixels: Pixels;
  label: number;
  right: boolean;
  low: boolean;
}

const patterns = [
  (x: number, y: number) => ((x >> 2) + (y >> 2)) % 2 === 0,
  (x: number) => (x >> 2) % 2 === 0,
];
const colours = [
  [220, 60, 40],
  [40, 90, 230],
];
const side = 36;

function scene(seed: number, width: number, height: number): Scene {
  const random = createRandom(seed).fork('scene');
  const [label, right, low] = [seed % 2, (seed >> 1) % 2 === 1, (seed >> 2) % 2 === 1];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = 110 + 30 * random.normal();
  // Inside the square that a centre crop shows, and off its middle.
  const crop = Math.floor(0.875 * Math.min(width, height));
  const reach = Math.floor(crop / 2) - side - 4;
  const place = (extent: number, far: boolean) => {
    const off = 4 + Math.floor(random.uniform() * reach);
    return Math.floor(extent / 2) + (far ? off : -off - side);
  };
  const [left, top] = [place(width, right), place(height, low)];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const shown = patterns[label]!(x, y) ? colours[label]! : [235, 235, 235];
      data.set(shown, ((top + y) * width + left + x) * 3);
    }
  }
  return { pixels: { width, height, data }, label, right, low };
}

const fromDisk = async (url: string) => new Uint8Array(await readFile(fileURLToPath(url)));

describe.each(['mobilenetv3_large_100', 'vit_small_patch16_224'])('%s', (backbone) => {
  let engine: Engine;
  const { preprocessing } = card(backbone);
  const [height, width] = preprocessing.inputSize;

  beforeAll(async () => {
    engine = engineInProcess(decodeRaw, fromDisk as never).engine;
    await engine.open({
      baseUrl: new URL('../../../model-zoo/', import.meta.url).href,
      backend: 'wasm',
    });
    const model = { backbone, depth: 'head' } as const;
    await engine.load(model);
    const scenes = Array.from({ length: 48 }, (_, i) => scene(i, 160, 160));
    const data = new Uint8Array(scenes.length * height * width * 3);
    scenes.forEach(({ pixels }, i) => {
      data.set(prepare(pixels, preprocessing), i * height * width * 3);
    });
    const features = await engine.trunk({ shape: [scenes.length, height, width, 3], data });
    const [head] = await engine.fitHead('job', {
      ...{ features, labels: Int32Array.from(scenes, ({ label }) => label) },
      ...{ sampleWeights: new Float32Array(scenes.length).fill(1), classes: 2 },
      ...{ strengths: [0.01], iterations: 60, heldOut: null, heldOutLabels: null },
    });
    await engine.startTail({ model, classes: 2, seed: 1, weightDecay: 0, start: head! });
    await engine.useModel(model, 2, await engine.saveTail(false));
  }, 300_000);

  test('the peak lies where the evidence is', async () => {
    let inside = 0;
    const shapes = [
      ['square', 160, 160],
      ['landscape', 250, 150],
      ['portrait', 140, 200],
    ] as const;
    const count = 24;
    for (const [name, wide, high] of shapes) {
      let [right, here] = [0, 0];
      for (let i = 0; i < count; i++) {
        const shown = scene(1000 + i, wide, high);
        const picture = rawPicture(shown.pixels);
        const { logits, maps, seen } = await engine.explain(picture, [shown.label], 'grad-cam');
        if (logits[shown.label]! > logits[1 - shown.label]!) right++;
        const [map] = maps;
        const peak = map!.values.indexOf(1);
        const x = seen.x + (((peak % map!.width) + 0.5) / map!.width) * seen.width;
        const y = seen.y + ((Math.floor(peak / map!.width) + 0.5) / map!.height) * seen.height;
        if (x > 0.5 === shown.right && y > 0.5 === shown.low) here++;
      }
      console.info(`${backbone}, ${name}: ${right} right answers, ${here} of ${count} peaks`);
      expect(right / count).toBeGreaterThanOrEqual(0.9);
      // A quarter would be chance.
      expect(here / count).toBeGreaterThanOrEqual(0.75);
      inside += here;
    }
    expect(inside / (shapes.length * count)).toBeGreaterThanOrEqual(0.9);
  }, 300_000);
});
