import { expect, test } from 'vitest';
import { architectures } from '../../architectures';
import type { ArchitectureName } from '../../card';
import { fillParameter } from '../../golden/fill';
import { buildGraph, inputId } from '../builder';
import { cost } from '../cost';
import { parameters } from '../parameters';
import { shapes } from '../shapes';
import type { Conv2dNode, Graph, Node, Parameters } from '../types';
import { foldBatchNorm } from './fold-batch-norm';

function filled(graph: Graph): Parameters {
  return new Map(parameters(graph).map((it) => [it.name, fillParameter(it)]));
}

function ops(graph: Graph): Set<string> {
  return new Set(graph.nodes.map((node) => node.op));
}

const names = Object.keys(architectures).filter((name) => name.startsWith('tiny_'));

test.each(names)('%s: what is left computes the same taps, and has its values', (name) => {
  const graph = architectures[name as ArchitectureName]({ inputSize: [32, 32], classes: 3 });
  const folded = foldBatchNorm(graph, filled(graph));
  expect(ops(folded.graph)).not.toContain('batchNorm');
  const [before, after] = [shapes(graph), shapes(folded.graph)];
  for (const id of [...Object.values(graph.taps), ...graph.stages.map((stage) => stage.end)]) {
    expect(after.get(id!)).toEqual(before.get(id!));
  }
  expect(cost(folded.graph).macs).toBe(cost(graph).macs);
  const needed = parameters(folded.graph);
  expect([...folded.parameters.keys()].sort()).toEqual(needed.map((it) => it.name).sort());
  for (const { name, shape } of needed) {
    const value = folded.parameters.get(name)!;
    expect(value.shape).toEqual(shape);
    expect(value.data.length).toBe(shape.reduce((a, b) => a * b, 1));
  }
});

test('activations are left only where they follow an addition', () => {
  const graph = architectures.tiny_resnet({ inputSize: [64, 64], classes: 3 });
  const folded = foldBatchNorm(graph, filled(graph)).graph;
  const byId = new Map(folded.nodes.map((node) => [node.id, node]));
  const left = folded.nodes.filter((node) => node.op === 'activation');
  expect(left.length).toBe(4);
  for (const node of left) expect(byId.get(node.inputs[0]!)!.op).toBe('add');
});

/** One pixel through a 1x1 convolution and its norm: few enough numbers to do by hand. */
function small(read: 'once' | 'twice', kind: 'plain' | 'depthwise') {
  const g = buildGraph('small', [1, 1, 2]);
  const options = { filters: 2, kernel: 1, bias: true };
  const conv =
    kind === 'plain' ? g.conv2d('conv', inputId, options) : g.depthwise('conv', inputId, options);
  const norm = g.batchNorm('bn', conv, 0.5);
  const end = g.activation('act', read === 'twice' ? g.add('sum', norm, conv) : norm, 'relu');
  const pooled = g.globalAveragePool('pool', end);
  const graph = g.finish({ features: end, pooled, classifier: 'fc', classes: 0 });
  const vector = (...values: number[]) => ({ shape: [2], data: Float32Array.from(values) });
  const weight =
    kind === 'plain'
      ? { shape: [1, 1, 2, 2], data: Float32Array.from([1, 2, 3, 4]) }
      : { shape: [1, 1, 2, 1], data: Float32Array.from([1, 2]) };
  const values: Parameters = new Map([
    ['conv.weight', weight],
    ['conv.bias', vector(1, -1)],
    ['bn.weight', vector(2, 3)],
    ['bn.bias', vector(10, 20)],
    ['bn.running_mean', vector(0.5, 1)],
    // With epsilon, 4 and 9: the deviations are 2 and 3, the scales 1 and 1.
    ['bn.running_var', vector(3.5, 8.5)],
  ]);
  return { graph, values };
}

test('weights are scaled and the bias moved by output channel', () => {
  const { graph, values } = small('once', 'plain');
  const wider = new Map([
    ...values,
    ['bn.weight', { shape: [2], data: Float32Array.from([4, 3]) }],
  ]);
  const folded = foldBatchNorm(graph, wider as Parameters);
  // Scales 4 / 2 and 3 / 3; biases (1 - 0.5) * 2 + 10 and (-1 - 1) * 1 + 20.
  expect([...folded.parameters.get('conv.weight')!.data]).toEqual([2, 2, 6, 4]);
  expect([...folded.parameters.get('conv.bias')!.data]).toEqual([11, 18]);
  const node = folded.graph.nodes[1] as Conv2dNode;
  expect(node).toMatchObject({ id: 'act', op: 'conv2d', bias: 'conv.bias', activation: 'relu' });
  expect([...values.get('conv.weight')!.data]).toEqual([1, 2, 3, 4]);
});

test('a depthwise kernel is scaled by channel', () => {
  const { graph, values } = small('once', 'depthwise');
  const wider = new Map([
    ...values,
    ['bn.weight', { shape: [2], data: Float32Array.from([4, 3]) }],
  ]);
  expect([
    ...foldBatchNorm(graph, wider as Parameters).parameters.get('conv.weight')!.data,
  ]).toEqual([2, 2]);
});

test('a convolution that something else reads keeps its norm', () => {
  const { graph, values } = small('twice', 'plain');
  const folded = foldBatchNorm(graph, values);
  expect(folded.graph.nodes).toEqual(graph.nodes);
  expect(folded.parameters).toEqual(values);
});

test('a tap at the convolution keeps its norm', () => {
  const { graph, values } = small('once', 'plain');
  const tapped: Graph = { ...graph, taps: { ...graph.taps, features: 'conv' } };
  const kept = foldBatchNorm(tapped, values).graph.nodes.map((node: Node) => node.op);
  expect(kept).toContain('batchNorm');
});

test('missing values are named', () => {
  const { graph, values } = small('once', 'plain');
  const partial = new Map(values);
  partial.delete('bn.running_var');
  expect(() => foldBatchNorm(graph, partial)).toThrow(/bn\.running_var/);
});
