import { describe, expect, test } from 'vitest';
import { buildGraph, type GraphBuilder, inputId } from './builder';
import { cost } from './cost';
import { parameters } from './parameters';
import { shapes } from './shapes';
import type { Graph, Node, NodeId, Shape } from './types';
import { validate } from './validate';

/** A graph that ends where `add` ends. */
function graphOf(shape: Shape, add: (g: GraphBuilder) => NodeId): Graph {
  const g = buildGraph('probe', shape);
  const end = add(g);
  return g.finish({ features: end, pooled: end, classifier: 'fc', classes: 0 });
}

function shapeOf(shape: Shape, add: (g: GraphBuilder) => NodeId): Shape {
  const graph = graphOf(shape, add);
  return shapes(graph).get(graph.output)!;
}

/** Some node the builder has no method for, at the end of a graph. */
function append(graph: Graph, node: Node): Graph {
  return { ...graph, nodes: [...graph.nodes, node], output: node.id };
}

describe('shapes', () => {
  test('of sliding windows round down, with padding on each side', () => {
    expect(
      shapeOf([10, 11, 3], (g) => g.conv2d('c', inputId, { filters: 4, kernel: 3, stride: 2 })),
    ).toEqual([5, 6, 4]);
    const padding = { top: 1, right: 0, bottom: 0, left: 2 };
    expect(shapeOf([4, 4, 3], (g) => g.maxPool('m', inputId, { kernel: 3, padding }))).toEqual([
      3, 4, 3,
    ]);
    expect(
      shapeOf([5, 8, 3], (g) =>
        g.depthwise('d', inputId, { filters: 3, kernel: 3, stride: 2, padding: 'same' }),
      ),
    ).toEqual([3, 4, 3]);
  });

  test('of token operations', () => {
    const graph = graphOf([16, 24], (g) => {
      let x = g.concatClassToken('cat', inputId, 'cls_token');
      x = g.addPositionEmbedding('pos', x, 'pos_embed');
      x = g.layerNorm('norm', x, 1e-6);
      x = g.attention('attn', g.dense('qkv', x, 72), 3);
      return g.takeToken('take', x, 0);
    });
    expect([...shapes(graph).values()]).toEqual([
      [16, 24],
      [17, 24],
      [17, 24],
      [17, 24],
      [17, 72],
      [17, 24],
      [24],
    ]);
  });

  test('of transposition, reshaping and softmax', () => {
    const graph = graphOf([4, 5, 6], (g) => g.activation('act', inputId, 'relu'));
    const transposed = append(graph, {
      op: 'transpose',
      id: 't',
      inputs: ['act'],
      permutation: [2, 0, 1],
    });
    expect(shapes(transposed).get('t')).toEqual([6, 4, 5]);
    const soft = append(transposed, { op: 'softmax', id: 's', inputs: ['t'] });
    expect(shapes(soft).get('s')).toEqual([6, 4, 5]);
    expect(shapeOf([4, 5, 6], (g) => g.reshape('r', inputId, [20, 6]))).toEqual([20, 6]);
  });

  test('broadcast a gate from either side', () => {
    const gated = (swap: boolean) =>
      shapeOf([4, 5, 6], (g) => {
        const gate = g.globalAveragePool('pool', inputId, true);
        return swap ? g.multiply('m', gate, inputId) : g.multiply('m', inputId, gate);
      });
    expect(gated(false)).toEqual([4, 5, 6]);
    expect(gated(true)).toEqual([4, 5, 6]);
  });

  test.each<[string, Shape, (g: GraphBuilder) => NodeId, RegExp]>([
    [
      'a sum of unlike shapes',
      [4, 4, 2],
      (g) => g.add('x', inputId, g.globalAveragePool('p', inputId)),
      /adds \[4, 4, 2\] and \[2\]/,
    ],
    [
      'a product of unlike shapes',
      [4, 4, 2],
      (g) => g.multiply('x', inputId, g.globalAveragePool('p', inputId)),
      /multiplies/,
    ],
    [
      'a reshape to another size',
      [4, 4, 2],
      (g) => g.reshape('x', inputId, [31]),
      /cannot reshape/,
    ],
    [
      'a depthwise of another width',
      [4, 4, 2],
      (g) => g.depthwise('x', inputId, { filters: 3, kernel: 1 }),
      /depthwise/,
    ],
    [
      'a kernel beyond the input',
      [4, 4, 2],
      (g) => g.conv2d('x', inputId, { filters: 3, kernel: 5, padding: 0 }),
      /5x5 kernel does not fit an input of 4x4/,
    ],
    ['heads that do not divide', [4, 24], (g) => g.attention('x', inputId, 5), /5 heads/],
    ['a token that is not there', [4, 24], (g) => g.takeToken('x', inputId, 4), /no token 4/],
    ['pooling of tokens', [4, 24], (g) => g.globalAveragePool('x', inputId), /takes 3 axes/],
    ['attention over a map', [4, 4, 24], (g) => g.attention('x', inputId, 2), /takes 2 axes/],
    ['an empty input', [0, 4, 3], (g) => g.activation('x', inputId, 'relu'), /node input: shape/],
  ])('refuse %s', (_what, shape, add, message) => {
    expect(() => shapeOf(shape, add)).toThrow(message);
  });

  test('refuse axes that are no permutation', () => {
    const graph = graphOf([4, 5], (g) => g.activation('act', inputId, 'relu'));
    const node = { op: 'transpose', id: 't', inputs: ['act'], permutation: [0, 0] } as const;
    expect(() => shapes(append(graph, node))).toThrow(/does not permute/);
  });
});

describe('validate', () => {
  const graph = graphOf([4, 4, 2], (g) => g.activation('act', inputId, 'relu'));
  const relu = (id: NodeId, inputs: NodeId[]): Node => ({
    op: 'activation',
    id,
    inputs,
    kind: 'relu',
  });
  test.each<[string, Graph, RegExp]>([
    ['an id twice', append(graph, relu('act', ['act'])), /used twice/],
    [
      'an input that is not there',
      append(graph, relu('b', ['nothing'])),
      /input nothing does not come/,
    ],
    [
      'an input that comes later',
      { ...graph, nodes: [graph.nodes[0]!, relu('b', ['act']), graph.nodes[1]!] },
      /does not come before/,
    ],
    [
      'two inputs where one is due',
      append(graph, relu('b', ['act', 'act'])),
      /takes 1 inputs, found 2/,
    ],
    [
      'one input where two are due',
      append(graph, { op: 'add', id: 'b', inputs: ['act'] }),
      /takes 2 inputs, found 1/,
    ],
    [
      'a second input node',
      append(graph, { op: 'input', id: 'b', inputs: [], shape: [1] }),
      /no other, is the input/,
    ],
    ['a graph that starts elsewhere', { ...graph, nodes: graph.nodes.slice(1) }, /first node/],
    ['an output that is not there', { ...graph, output: 'b' }, /no such node/],
    ['a tap that is not there', { ...graph, taps: { ...graph.taps, logits: 'b' } }, /no such node/],
    [
      'stages out of order',
      {
        ...graph,
        stages: [
          { name: 'b', end: 'act' },
          { name: 'a', end: 'input' },
        ],
      },
      /does not end after/,
    ],
  ])('refuses %s', (_what, broken, message) => {
    expect(() => validate(broken)).toThrow(message);
  });
});

test('parameters: a module’s own come before its children’s, running statistics are not trained', () => {
  const graph = graphOf([4, 4, 2], (g) => {
    const x = g.batchNorm(
      'stem.bn',
      g.conv2d('stem.conv', inputId, { filters: 3, kernel: 1 }),
      1e-5,
    );
    const y = g.dense('stem.fc', x, 5);
    return g.addPositionEmbedding('add', g.reshape('flat', y, [16, 5]), 'stem.embedding');
  });
  expect(parameters(graph)).toEqual([
    { name: 'stem.embedding', kind: 'plain', shape: [1, 16, 5], trainable: true },
    { name: 'stem.conv.weight', kind: 'conv', shape: [1, 1, 2, 3], trainable: true },
    { name: 'stem.bn.weight', kind: 'plain', shape: [3], trainable: true },
    { name: 'stem.bn.bias', kind: 'plain', shape: [3], trainable: true },
    { name: 'stem.bn.running_mean', kind: 'plain', shape: [3], trainable: false },
    { name: 'stem.bn.running_var', kind: 'plain', shape: [3], trainable: false },
    { name: 'stem.fc.weight', kind: 'dense', shape: [3, 5], trainable: true },
    { name: 'stem.fc.bias', kind: 'plain', shape: [5], trainable: true },
  ]);
});

describe('cost', () => {
  test('of a residual block: MACs by hand, the shortcut alive until the addition', () => {
    const graph = graphOf([8, 8, 4], (g) => {
      const a = g.conv2d('wide', inputId, { filters: 16, kernel: 1 });
      const b = g.depthwise('dw', a, { filters: 16, kernel: 3 });
      const c = g.conv2d('narrow', b, { filters: 4, kernel: 1 });
      return g.add('sum', c, inputId);
    });
    const { macs, nodes, parameters, activationBytes, peakActivationBytes } = cost(graph);
    expect(nodes.get('wide')!.macs).toBe(64 * 4 * 16);
    expect(nodes.get('dw')!.macs).toBe(64 * 9 * 16);
    expect(macs).toBe(64 * (4 * 16 + 9 * 16 + 16 * 4));
    expect(parameters).toBe(4 * 16 + 9 * 16 + 16 * 4);
    const [narrow, wide] = [4 * 64 * 4, 4 * 64 * 16];
    expect(activationBytes).toBe(3 * narrow + 2 * wide);
    // At the depthwise convolution: the shortcut, its input and its output.
    expect(peakActivationBytes).toBe(narrow + 2 * wide);
  });

  test('of attention counts both products and its weights', () => {
    const graph = graphOf([10, 24], (g) => g.attention('attn', inputId, 2));
    expect(cost(graph).macs).toBe(2 * 10 * 10 * 8);
    expect(cost(graph).peakActivationBytes).toBe(4 * (10 * 24 + 10 * 8 + 2 * 10 * 10));
  });

  test('a view costs nothing and keeps what it views', () => {
    const graph = graphOf([4, 4, 2], (g) => {
      const flat = g.reshape('flat', inputId, [16, 2]);
      const y = g.activation('act', flat, 'relu');
      return g.add('sum', y, flat);
    });
    expect(cost(graph).activationBytes).toBe(3 * 4 * 32);
    expect(cost(graph).peakActivationBytes).toBe(3 * 4 * 32);
  });
});
