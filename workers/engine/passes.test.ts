import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { architectures } from '../../model-zoo/architectures';
import { fillParameter } from '../../model-zoo/golden/fill';
import { parameters } from '../../model-zoo/graph/parameters';
import { foldBatchNorm } from '../../model-zoo/graph/passes/fold-batch-norm';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import type { Graph, NodeId, Parameters } from '../../model-zoo/graph/types';
import { execute } from './execute';
import { relativeError, sample, useBackend } from './testing';

/** Float32 sums in another order; folded weights are rounded once more. */
const tolerance = 1e-5;

const tiny = [
  'tiny_mobilenetv3',
  'tiny_resnet',
  'tiny_efficientnet',
  'tiny_efficientnet_lite',
  'tiny_vit',
] as const;

/** The values at `wanted`; `input` is a [1, ...] batch. Keeps nothing on the device. */
function run(graph: Graph, values: Parameters, input: tf.Tensor, wanted: readonly NodeId[]) {
  const weights = new Map(
    [...values].map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]),
  );
  const outputs = execute(graph, weights, input, wanted);
  const result = outputs.map((output) => ({ data: output.dataSync(), shape: output.shape }));
  tf.dispose([outputs, [...weights.values()]]);
  return result;
}

describe.each(tiny)('%s', (name) => {
  // Odd and not square, so that padding which differs per side counts.
  const graph = architectures[name]({ inputSize: [41, 56], classes: 5 });
  const values: Parameters = new Map(
    parameters(graph).map((parameter) => [parameter.name, fillParameter(parameter)]),
  );
  const { features, pooled, logits } = graph.taps;
  const taps = [features!, pooled!, logits!];
  let input: tf.Tensor;
  let expected: ReturnType<typeof run>;

  beforeAll(async () => {
    await useBackend('cpu');
    input = sample([1, 41, 56, 3]);
    expected = run(graph, values, input, taps);
  });

  test('with batch norm folded gives the same at every tap', () => {
    const folded = foldBatchNorm(graph, values);
    const found = run(folded.graph, folded.parameters, input, taps);
    for (const [i, value] of found.entries()) {
      expect(relativeError(value.data, expected[i]!.data)).toBeLessThan(tolerance);
    }
  });

  test.each(['head', 'last-stage', 'all'] as const)(
    'as a folded trunk and a tail at depth %s gives the same logits',
    (depth) => {
      const { trunk, tail } = split(graph, cutFor(graph, depth));
      const frozen = foldBatchNorm(trunk, values);
      const [cut] = run(frozen.graph, frozen.parameters, input, [trunk.output]);
      const activations = tf.tensor(cut!.data, cut!.shape);
      const [found] = run(tail, values, activations, [tail.output]);
      activations.dispose();
      expect(relativeError(found!.data, expected[2]!.data)).toBeLessThan(tolerance);
    },
  );
});
