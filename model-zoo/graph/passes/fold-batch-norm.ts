import { GraphError } from '../graph-error';
import type { BatchNormNode, Conv2dNode, Graph, Node, Parameters, ParameterValue } from '../types';
import { anchors, consumers } from './consumers';
import { fuseActivations } from './fuse-activations';

/**
 * Inference form: every batch norm that alone reads a convolution goes into its weight and bias,
 * every activation that alone reads a convolution or dense layer is fused into it.
 *
 * The merged node takes the id of the last node it replaces, so taps, stages and cuts stay valid; a
 * convolution's own output is kept where one of them needs it. New bias parameters are named
 * `<convolution>.bias`; tensors that nothing reads any more are left out. The arguments are not
 * changed; tensors that stay the same are shared. Throws GraphError where a parameter is missing.
 */
export function foldBatchNorm(
  graph: Graph,
  parameters: Parameters,
): { graph: Graph; parameters: Parameters } {
  const readers = consumers(graph);
  const kept = anchors(graph);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const folded = new Map<string, ParameterValue>(parameters);
  const merged = new Set<Node>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const source = node.op === 'batchNorm' ? byId.get(node.inputs[0]!)! : null;
    const alone =
      source?.op === 'conv2d' &&
      source.activation === null &&
      readers.get(source.id)!.length === 1 &&
      !kept.has(source.id);
    if (node.op !== 'batchNorm' || !alone) {
      nodes.push(node);
      continue;
    }
    merged.add(source);
    const bias = source.bias ?? source.weight.replace(/weight$/, 'bias');
    const values = foldedValues(graph, source, node, parameters);
    folded.set(source.weight, values.weight);
    folded.set(bias, values.bias);
    for (const name of [node.weight, node.bias, node.runningMean, node.runningVar]) {
      folded.delete(name);
    }
    nodes.push({ ...source, id: node.id, bias });
  }
  const left = nodes.filter((node) => !merged.has(node));
  return { graph: fuseActivations({ ...graph, nodes: left }), parameters: folded };
}

/** scale = gamma / sqrt(var + eps); weight * scale, (bias - mean) * scale + beta, in float64. */
function foldedValues(
  graph: Graph,
  conv: Conv2dNode,
  norm: BatchNormNode,
  parameters: Parameters,
): { weight: ParameterValue; bias: ParameterValue } {
  const read = (name: string): ParameterValue => {
    const value = parameters.get(name);
    if (!value) throw new GraphError(graph.name, norm.id, `there are no values for ${name}`);
    return value;
  };
  const { data, shape } = read(conv.weight);
  const [gamma, beta] = [read(norm.weight).data, read(norm.bias).data];
  const [mean, variance] = [read(norm.runningMean).data, read(norm.runningVar).data];
  const before = conv.bias === null ? null : read(conv.bias).data;
  const scale = Float64Array.from(gamma, (g, c) => g / Math.sqrt(variance[c]! + norm.epsilon));
  // Both layouts, [kh, kw, in, out] and depthwise [kh, kw, C, 1], have the output channel innermost.
  const weight = new Float32Array(data.length);
  // A plain loop: `Float32Array.from` with a function is some thirty times slower in V8.
  for (let i = 0, c = 0; i < data.length; i++, c++) {
    if (c === scale.length) c = 0;
    weight[i] = data[i]! * scale[c]!;
  }
  const bias = Float32Array.from(scale, (s, c) => ((before?.[c] ?? 0) - mean[c]!) * s + beta[c]!);
  return { weight: { shape, data: weight }, bias: { shape: [bias.length], data: bias } };
}
