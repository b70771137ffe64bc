import { symmetric } from './padding';
import type { Activation, Graph, Node, NodeId, Padding, Shape, Stage, Taps } from './types';
import { validate } from './validate';

export interface ConvOptions {
  filters: number;
  /** Side of the square kernel. */
  kernel: number;
  /** Default 1. */
  stride?: number;
  /** Default `(kernel - 1) / 2` on every side, as timm's convolutions have it. */
  padding?: number | Padding;
  /** Default false: a batch norm follows. */
  bias?: boolean;
}

/**
 * Lists nodes in the order they are computed. Each method adds one node and returns its id; the id
 * is the module's name in timm, so parameters get timm's names.
 */
export interface GraphBuilder {
  conv2d(id: NodeId, input: NodeId, options: ConvOptions): NodeId;
  depthwise(id: NodeId, input: NodeId, options: ConvOptions): NodeId;
  batchNorm(id: NodeId, input: NodeId, epsilon: number): NodeId;
  dense(id: NodeId, input: NodeId, units: number): NodeId;
  layerNorm(id: NodeId, input: NodeId, epsilon: number): NodeId;
  activation(id: NodeId, input: NodeId, kind: Activation): NodeId;
  add(id: NodeId, a: NodeId, b: NodeId): NodeId;
  multiply(id: NodeId, a: NodeId, b: NodeId): NodeId;
  maxPool(id: NodeId, input: NodeId, options: Omit<ConvOptions, 'filters' | 'bias'>): NodeId;
  globalAveragePool(id: NodeId, input: NodeId, keepDims?: boolean): NodeId;
  reshape(id: NodeId, input: NodeId, shape: Shape): NodeId;
  /** `token` and `embedding` are parameter names. */
  concatClassToken(id: NodeId, input: NodeId, token: string): NodeId;
  addPositionEmbedding(id: NodeId, input: NodeId, embedding: string): NodeId;
  attention(id: NodeId, input: NodeId, heads: number): NodeId;
  takeToken(id: NodeId, input: NodeId, index: number): NodeId;
  /** Names the run of nodes that ends here. */
  stage(name: string, end: NodeId): void;
  /** Adds the classifier, unless `classes` is 0, and checks the whole. Throws GraphError. */
  finish(taps: { features: NodeId; pooled: NodeId; classifier: string; classes: number }): Graph;
}

/** Id of the input node of every graph an architecture makes. */
export const inputId: NodeId = 'input';

export function buildGraph(name: string, inputShape: Shape): GraphBuilder {
  const nodes: Node[] = [{ op: 'input', id: inputId, inputs: [], shape: inputShape }];
  const stages: Stage[] = [];
  const push = (node: Node): NodeId => {
    nodes.push(node);
    return node.id;
  };
  const convolution =
    (groups: 1 | 'depthwise') => (id: NodeId, input: NodeId, options: ConvOptions) =>
      push({
        op: 'conv2d',
        id,
        inputs: [input],
        ...slidingWindow(options),
        groups,
        filters: options.filters,
        weight: `${id}.weight`,
        bias: options.bias ? `${id}.bias` : null,
        activation: null,
      });
  const builder: GraphBuilder = {
    conv2d: convolution(1),
    depthwise: convolution('depthwise'),
    batchNorm: (id, input, epsilon) =>
      push({
        op: 'batchNorm',
        id,
        inputs: [input],
        epsilon,
        weight: `${id}.weight`,
        bias: `${id}.bias`,
        runningMean: `${id}.running_mean`,
        runningVar: `${id}.running_var`,
      }),
    dense: (id, input, units) =>
      push({
        op: 'dense',
        id,
        inputs: [input],
        units,
        weight: `${id}.weight`,
        bias: `${id}.bias`,
        activation: null,
      }),
    layerNorm: (id, input, epsilon) =>
      push({
        op: 'layerNorm',
        id,
        inputs: [input],
        epsilon,
        weight: `${id}.weight`,
        bias: `${id}.bias`,
      }),
    activation: (id, input, kind) => push({ op: 'activation', id, inputs: [input], kind }),
    add: (id, a, b) => push({ op: 'add', id, inputs: [a, b] }),
    multiply: (id, a, b) => push({ op: 'multiply', id, inputs: [a, b] }),
    maxPool: (id, input, options) =>
      push({ op: 'maxPool', id, inputs: [input], ...slidingWindow(options) }),
    globalAveragePool: (id, input, keepDims = false) =>
      push({ op: 'globalAveragePool', id, inputs: [input], keepDims }),
    reshape: (id, input, shape) => push({ op: 'reshape', id, inputs: [input], shape }),
    concatClassToken: (id, input, token) =>
      push({ op: 'concatClassToken', id, inputs: [input], token }),
    addPositionEmbedding: (id, input, embedding) =>
      push({ op: 'addPositionEmbedding', id, inputs: [input], embedding }),
    attention: (id, input, heads) => push({ op: 'attention', id, inputs: [input], heads }),
    takeToken: (id, input, index) => push({ op: 'takeToken', id, inputs: [input], index }),
    stage: (stage, end) => {
      stages.push({ name: stage, end });
    },
    finish: ({ features, pooled, classifier, classes }) => {
      const logits = classes > 0 ? builder.dense(classifier, pooled, classes) : null;
      const taps: Taps = { features, pooled, logits };
      const graph: Graph = { name, nodes, output: logits ?? pooled, taps, stages, classifier };
      validate(graph);
      return graph;
    },
  };
  return builder;
}

function slidingWindow({ kernel, stride = 1, padding }: Omit<ConvOptions, 'filters'>) {
  const sides = padding ?? (kernel - 1) / 2;
  return {
    kernel: [kernel, kernel] as const,
    stride: [stride, stride] as const,
    padding: typeof sides === 'number' ? symmetric(sides) : sides,
  };
}
