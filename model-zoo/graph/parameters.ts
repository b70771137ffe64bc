import { shapes } from './shapes';
import type { Graph, Node, Parameter, ParameterKind, Shape } from './types';

/**
 * Every parameter once, in PyTorch's state-dict order (`num_batches_tracked` left out):
 * a module's own tensors come before those of its children, children in order of first use.
 */
export function parameters(graph: Graph): Parameter[] {
  const shapeOf = shapes(graph);
  const found = new Map<string, Parameter>();
  for (const node of graph.nodes) {
    const input = node.inputs[0] === undefined ? [] : shapeOf.get(node.inputs[0])!;
    for (const parameter of nodeParameters(node, input)) found.set(parameter.name, parameter);
  }
  return inModuleOrder([...found.values()]);
}

/** The parameters a node reads, given its (first) input's shape. */
export function nodeParameters(node: Node, input: Shape): Parameter[] {
  const width = input.at(-1)!;
  const plain = (name: string, shape: Shape, trainable = true): Parameter => ({
    name,
    kind: 'plain',
    shape,
    trainable,
  });
  const weighted = (kind: ParameterKind, shape: Shape, outputs: number) => {
    const { weight, bias } = node as { weight: string; bias: string | null };
    const matrix: Parameter = { name: weight, kind, shape, trainable: true };
    return bias === null ? [matrix] : [matrix, plain(bias, [outputs])];
  };
  switch (node.op) {
    case 'conv2d':
      return node.groups === 'depthwise'
        ? weighted('depthwise', [...node.kernel, width, 1], node.filters)
        : weighted('conv', [...node.kernel, width, node.filters], node.filters);
    case 'dense':
      return weighted('dense', [width, node.units], node.units);
    case 'batchNorm':
      return [
        plain(node.weight, [width]),
        plain(node.bias, [width]),
        plain(node.runningMean, [width], false),
        plain(node.runningVar, [width], false),
      ];
    case 'layerNorm':
      return [plain(node.weight, [width]), plain(node.bias, [width])];
    case 'concatClassToken':
      return [plain(node.token, [1, 1, width])];
    case 'addPositionEmbedding':
      return [plain(node.embedding, [1, ...input])];
    default:
      return [];
  }
}

interface Module {
  own: Parameter[];
  children: Map<string, Module>;
}

function inModuleOrder(list: readonly Parameter[]): Parameter[] {
  const root: Module = { own: [], children: new Map() };
  for (const parameter of list) {
    let module = root;
    for (const name of parameter.name.split('.').slice(0, -1)) {
      const child = module.children.get(name) ?? { own: [], children: new Map() };
      module.children.set(name, child);
      module = child;
    }
    module.own.push(parameter);
  }
  return flatten(root);
}

function flatten(module: Module): Parameter[] {
  return [...module.own, ...[...module.children.values()].flatMap(flatten)];
}
