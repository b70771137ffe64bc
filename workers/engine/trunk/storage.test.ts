import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../../core/random';
import { shapes, size } from '../../../model-zoo/graph/shapes';
import type { Graph, Node, NodeId, Shape } from '../../../model-zoo/graph/types';
import type { NativeCode } from '../native/module';
import { nativeBuilds } from '../native/testing';
import { useBackend } from '../testing';
import { operations } from './operations';
import { planStorage } from './storage';
import { activations, expectAgreement, graphOf, inputId } from './testing';

let builds: NativeCode[] = [];

beforeAll(async () => {
  builds = await nativeBuilds();
  await useBackend('cpu');
});

/** More rows, or depth, than a product reads before it writes its first result. */
const shape: Shape = [10, 11, 5];

/** Up to twelve nodes, each on values drawn from the four before it, and what is wanted of them. */
function randomGraph(seed: number): { graph: Graph; wanted: NodeId[] } {
  const random = createRandom(seed);
  const ids: NodeId[] = [inputId];
  const drawn = () => ids[Math.max(0, ids.length - 1 - random.integer(4))]!;
  const nodes = Array.from({ length: 2 + random.integer(11) }, (_, i) => {
    const node = randomNode(`n${i}`, drawn, random.integer(7), random.integer(7));
    ids.push(node.id);
    return node;
  });
  const wanted = ids.filter((id) => id === ids.at(-1) || random.integer(6) === 0);
  return { graph: graphOf(shape, ...nodes), wanted };
}

function randomNode(id: NodeId, drawn: () => NodeId, op: number, kind: number): Node {
  const inputs = [drawn()];
  const weights = { weight: `${id}.weight`, bias: `${id}.bias` };
  switch (op) {
    case 0:
    case 1: {
      const kernel = op === 0 ? ([3, 3] as const) : ([1, 1] as const);
      const window = { kernel, stride: [1, 1], padding: 'same', filters: shape[2]! } as const;
      return { op: 'conv2d', id, inputs, ...window, groups: 1, ...weights, activation: null };
    }
    case 2:
      return { op: 'layerNorm', id, inputs, epsilon: 1e-5, ...weights };
    case 3:
      return { op: 'activation', id, inputs, kind: activations[kind]! };
    case 4:
      return { op: 'reshape', id, inputs, shape };
    default:
      return { op: 'add', id, inputs: [...inputs, drawn()] };
  }
}

test.each([0, 1, 2, 3])(
  'no value of a random graph is overwritten while it is needed, %i',
  (run) => {
    for (let seed = 12 * run; seed < 12 * (run + 1); seed++) {
      const { graph, wanted } = randomGraph(seed);
      for (const code of builds) expectAgreement(code, graph, wanted);
    }
  },
);

test('a chain of elementwise operations stays in one place', () => {
  const chain = activations.map(
    (kind, i): Node => ({
      ...{ op: 'activation', id: kind, inputs: [activations[i - 1] ?? inputId], kind },
    }),
  );
  const graph = graphOf(shape, ...chain);
  const wanted = [graph.output];
  const { bytes, offsets } = planStorage(
    ...([operations(graph, wanted), shapes(graph), wanted, () => 2] as const),
  );
  expect(new Set(offsets.values()).size).toBe(1);
  expect(bytes).toBe(64 * Math.ceil((2 * 4 * size(shape)) / 64));
});
