import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { architectures } from '../../model-zoo/architectures';
import { fillParameter } from '../../model-zoo/golden/fill';
import { parameters } from '../../model-zoo/graph/parameters';
import { shapes } from '../../model-zoo/graph/shapes';
import type { Graph } from '../../model-zoo/graph/types';
import { execute } from './execute';
import { relativeError, sample, useBackend } from './testing';

const tiny = [
  'tiny_mobilenetv3',
  'tiny_resnet',
  'tiny_efficientnet',
  'tiny_efficientnet_lite',
  'tiny_vit',
] as const;

function tensors(graph: Graph): Map<string, tf.Tensor> {
  return new Map(
    parameters(graph).map((parameter) => {
      const { data, shape } = fillParameter(parameter);
      return [parameter.name, tf.tensor(data, [...shape])];
    }),
  );
}

async function run(backend: 'cpu' | 'wasm', name: (typeof tiny)[number]) {
  await useBackend(backend);
  const graph = architectures[name]({ inputSize: [32, 32], classes: 5 });
  const before = tf.memory().numTensors;
  const weights = tensors(graph);
  const input = sample([2, 32, 32, 3]);
  const held = tf.memory().numTensors;
  const { features, pooled, logits } = graph.taps;
  const wanted = [features!, pooled!, logits!];
  const outputs = execute(graph, weights, input, wanted);
  expect(tf.memory().numTensors).toBe(held + wanted.length);
  const inferred = shapes(graph);
  const values = outputs.map((output, i) => {
    expect(output.shape.slice(1)).toEqual([...inferred.get(wanted[i]!)!]);
    return output.dataSync();
  });
  tf.dispose([outputs, input, [...weights.values()]]);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

describe.each(tiny)('%s', (name) => {
  test('wasm agrees with cpu at all taps, and every tensor is released', async () => {
    const cpu = await run('cpu', name);
    const wasm = await run('wasm', name);
    for (const [i, value] of wasm.entries()) {
      expect(relativeError(value, cpu[i]!)).toBeLessThan(1e-5);
    }
  });
});
