import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { argmax } from '../../../core/learning/metrics';
import { createRandom } from '../../../core/random';
import type { Depth } from '../../../core/run';
import type { SaliencyMethod } from '../../../core/saliency/methods';
import { architectures } from '../../../model-zoo/architectures';
import { fillParameters } from '../../../model-zoo/golden/fill';
import type { Parameters } from '../../../model-zoo/graph/types';
import { startWasm } from '../backend';
import { execute } from '../execute';
import { type MakeInference, nativeInference } from '../inference';
import { nativeBuilds } from '../native/testing';
import { disposeAll, upload } from '../parameters';
import { correlation, explainerOf } from './parity';

const code = (await nativeBuilds())[0]!;
const make: MakeInference = (graph, values, preprocessing) =>
  nativeInference(code, graph, values, preprocessing, 1);

beforeAll(() => startWasm(undefined, code));

const classes = 11;
const families = ['tiny_mobilenetv3', 'tiny_resnet', 'tiny_efficientnet_lite', 'tiny_vit'] as const;

function network(name: (typeof families)[number], side = 64) {
  const graph = architectures[name]({ inputSize: [side, side], classes });
  return { graph, values: fillParameters(graph) };
}

function picture(seed = 5, side = 64) {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: side * side * 3 }, () => 2 * random.uniform() - 1);
  return { shape: [1, side, side, 3], data };
}

test.each(families)('%s: classes together are explained as each alone', async (name) => {
  const explainer = explainerOf(network(name), make);
  const asked = Array.from({ length: classes }, (_, i) => i);
  const all = await explainer.explain(picture(), asked, 'grad-cam');
  expect(all.maps.map(({ classIndex }) => classIndex)).toEqual(asked);
  for (const [i, together] of all.maps.entries()) {
    const [alone] = (await explainer.explain(picture(), [i], 'grad-cam')).maps;
    const most = Math.max(...alone!.raw);
    alone!.raw.forEach((value, cell) => {
      expect(Math.abs(value - together.raw[cell]!)).toBeLessThanOrEqual(1e-4 * most + 1e-9);
    });
    expect(Math.max(...alone!.values)).toBe(most > 0 ? 1 : 0);
  }
  explainer.end();
});

test.each(families)(
  '%s: the likeliest class unless asked; logits are the network’s',
  async (name) => {
    const { graph, values } = network(name);
    const explainer = explainerOf({ graph, values }, make);
    const { logits, maps } = await explainer.explain(picture(), null, 'grad-cam');
    const { shape, data } = picture();
    const tensors = upload(graph, values);
    const [input] = [tf.tensor(data, shape)];
    const [output] = execute(graph, tensors, input);
    const expected = (await output!.data()) as Float32Array;
    tf.dispose([input, output!]);
    disposeAll(tensors);
    expected.forEach((value, i) => {
      expect(logits[i]).toBeCloseTo(value, 3);
    });
    expect(maps.map(({ classIndex }) => classIndex)).toEqual([...argmax(expected, classes)]);
    expect((await explainer.explain(picture(), [], 'grad-cam')).maps).toEqual([]);
    explainer.end();
  },
);

test.each(families)('%s: wherever the trained part begins, the map is the same', async (name) => {
  const maps: Float32Array[] = [];
  for (const depth of ['head', 'last-stage', 'last-two-stages', 'all'] satisfies Depth[]) {
    const explainer = explainerOf(network(name, 32), make, depth);
    maps.push((await explainer.explain(picture(5, 32), [3], 'grad-cam')).maps[0]!.values);
    explainer.end();
  }
  for (const map of maps) expect(correlation(map, maps[0]!)).toBeGreaterThan(0.9999);
});

test.each(families)('%s: memory is back after disposal, and none is taken before', async (name) => {
  const before = tf.memory().numTensors;
  const explainer = explainerOf(network(name), make);
  expect(explainer.bytes).toBe(0);
  await explainer.explain(picture(), [1], 'grad-cam');
  const [tensors, { bytes }] = [tf.memory().numTensors, explainer];
  expect(bytes).toBeGreaterThan(0);
  await explainer.explain(picture(), [1, 2, 3], 'grad-cam++');
  expect(tf.memory().numTensors).toBe(tensors);
  explainer.end();
  expect(tf.memory().numTensors).toBe(before);
  expect(explainer.bytes).toBe(0);
});

test('rollout is refused where there is no attention', async () => {
  const explainer = explainerOf(network('tiny_resnet'), make);
  const refused = explainer.explain(picture(), null, 'attention-rollout');
  await expect(refused).rejects.toMatchObject({
    code: 'badOption',
    context: { allowed: 'grad-cam, grad-cam++' },
  });
  explainer.end();
});

test('rollout shares out the whole of what the class token holds, alike for every class', async () => {
  const before = tf.memory().numTensors;
  const explainer = explainerOf(network('tiny_vit'), make);
  const { maps, layer, logits } = await explainer.explain(picture(), [1, 4], 'attention-rollout');
  expect(layer).toBe('blocks.3.attn');
  expect(maps[0]!.values).toEqual(maps[1]!.values);
  const sum = maps[0]!.raw.reduce((a, b) => a + b, 0);
  expect(sum).toBeGreaterThan(0.5);
  expect(sum).toBeLessThan(1);
  const other = await explainer.explain(picture(), null, 'grad-cam');
  other.logits.forEach((value, i) => {
    expect(logits[i]).toBeCloseTo(value, 4);
  });
  explainer.end();
  expect(tf.memory().numTensors).toBe(before);
});

/** Values with another order, which keeps their distribution: Adebayo et al. 2018. */
function shuffled(values: Parameters, from: RegExp): Parameters {
  const random = createRandom(9);
  return new Map(
    [...values].map(([name, value]) => {
      if (!from.test(name) || !name.endsWith('weight')) return [name, value];
      const data = value.data.slice();
      for (let i = data.length - 1; i > 0; i--) {
        const j = Math.floor(random.uniform() * (i + 1));
        [data[i], data[j]] = [data[j]!, data[i]!];
      }
      return [name, { shape: value.shape, data }];
    }),
  );
}

const methods: SaliencyMethod[] = ['grad-cam', 'grad-cam++'];
const sane = methods.flatMap((method) => families.map((name) => ({ method, name })));

test.each(sane)(
  '$method of $name changes when the weights are random',
  async ({ method, name }) => {
    const { graph, values } = network(name);
    const mapsOf = async (these: Parameters) => {
      const explainer = explainerOf({ graph, values: these }, make);
      const { maps } = await explainer.explain(picture(), [0, 2, 4, 6, 8], method);
      explainer.end();
      return maps.map((map) => map.values);
    };
    const before = await mapsOf(values);
    const same = await mapsOf(shuffled(values, /^nothing/));
    const after = await mapsOf(shuffled(values, /./));
    const seen = before.flatMap((map, i) => (map.some((value) => value > 0) ? [i] : []));
    expect(seen.length).toBeGreaterThan(1);
    const likeness = (others: Float32Array[]) =>
      seen.reduce((sum, i) => sum + Math.abs(correlation(before[i]!, others[i]!)), 0) / seen.length;
    expect(likeness(same)).toBeGreaterThan(0.9999);
    expect(likeness(after)).toBeLessThan(0.5);
  },
);
