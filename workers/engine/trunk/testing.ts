import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { createRandom } from '../../../core/random';
import { parameters } from '../../../model-zoo/graph/parameters';
import { size } from '../../../model-zoo/graph/shapes';
import type {
  Activation,
  Graph,
  Node,
  NodeId,
  Parameters,
  Shape,
} from '../../../model-zoo/graph/types';
import { execute } from '../execute';
import type { NativeCode } from '../native/module';
import { disposeAll, upload } from '../parameters';
import { relativeError } from '../testing';
import { compile } from './compile';

/** float32 sums in another order, relative to a value's largest magnitude. */
const tolerance = 1e-5;

/** Pictures a test runs; compiled for 2 at once, the last comes alone. */
const pictures = 3;

export const inputId: NodeId = 'input';

export const activations: readonly Activation[] = [
  ...(['relu', 'relu6', 'hardSwish', 'hardSigmoid', 'silu', 'sigmoid', 'gelu'] as const),
];

/** A graph of `nodes` in order behind an input; the last is its output. */
export function graphOf(shape: Shape, ...nodes: readonly Node[]): Graph {
  const output = nodes.at(-1)!.id;
  return {
    name: 'tiny',
    nodes: [{ op: 'input', id: inputId, inputs: [], shape }, ...nodes],
    output,
    taps: { features: null, pooled: output, logits: null },
    stages: [],
    classifier: 'none',
  };
}

/**
 * Expects the compiled graph to compute what tfjs computes on its cpu backend, which has to be
 * current, at every one of `wanted`: one picture at a time, with a round that is not full, and with
 * less than one round.
 */
export function expectAgreement(
  code: NativeCode,
  graph: Graph,
  wanted: readonly NodeId[] = [graph.output],
): void {
  const values = randomParameters(graph);
  const shape = (graph.nodes[0] as Extract<Node, { op: 'input' }>).shape;
  // Wide enough for every activation to saturate.
  const data = uniform(pictures * size(shape), 8, 1);
  const input = { shape: [pictures, ...shape], data };
  const expected = onCpu(graph, values, input, wanted);
  for (const batch of [1, 2, 16]) {
    const compiled = compile(code, graph, values, { batch, wanted });
    // Twice: the second run finds what the first has left in the memory.
    for (const _ of [1, 2]) {
      for (const [i, found] of compiled.run(input).entries()) {
        const error = relativeError(found, expected[i]!);
        expect(error, `${wanted[i]}, ${batch} at once`).toBeLessThan(tolerance);
      }
    }
  }
}

function onCpu(
  graph: Graph,
  values: Parameters,
  { shape, data }: { shape: number[]; data: Float32Array },
  wanted: readonly NodeId[],
): Float32Array[] {
  if (tf.getBackend() !== 'cpu') throw new Error('the reference is the cpu backend');
  const weights = upload(graph, values);
  const input = tf.tensor(data, shape);
  const outputs = execute(graph, weights, input, wanted);
  const results = outputs.map((output) => Float32Array.from(output.dataSync()));
  tf.dispose([input, outputs]);
  disposeAll(weights);
  return results;
}

/** Matrices keep the size of what passes through them; variances are positive. */
function randomParameters(graph: Graph): Parameters {
  return new Map(
    parameters(graph).map(({ name, kind, shape }, index) => {
      const inputs = kind === 'plain' ? 1 : size(shape.slice(0, kind === 'depthwise' ? 2 : -1));
      const data = uniform(size(shape), Math.sqrt(3 / inputs), index + 2);
      const positive = name.endsWith('running_var');
      return [name, { shape, data: positive ? data.map((x) => Math.abs(x) + 0.1) : data }];
    }),
  );
}

/** In [-limit, limit). */
function uniform(count: number, limit: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => limit * (2 * random.uniform() - 1));
}
