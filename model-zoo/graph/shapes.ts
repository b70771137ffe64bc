import { GraphError } from './graph-error';
import { resolvePadding } from './padding';
import type { Conv2dNode, Graph, MaxPoolNode, Node, NodeId, Shape } from './types';
import { validate } from './validate';

/**
 * Per-picture output shape of every node (no batch dimension), "same" padding resolved.
 * Throws GraphError where nodes do not fit each other or a kernel does not fit its input.
 */
export function shapes(graph: Graph): Map<NodeId, Shape> {
  validate(graph);
  const result = new Map<NodeId, Shape>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => result.get(id)!);
    const fail = (detail: string): never => {
      throw new GraphError(graph.name, node.id, detail);
    };
    result.set(node.id, infer(node, inputs, fail));
  }
  return result;
}

type Fail = (detail: string) => never;

function infer(node: Node, inputs: readonly Shape[], fail: Fail): Shape {
  const input = inputs[0]!;
  switch (node.op) {
    case 'input':
      return node.shape.every(isCount) ? node.shape : fail(`shape ${show(node.shape)}`);
    case 'conv2d': {
      const [height, width] = windows(node, input, fail);
      if (node.groups === 'depthwise' && node.filters !== input[2]) {
        fail(`depthwise over ${input[2]} channels cannot have ${node.filters} filters`);
      }
      return [height, width, node.filters];
    }
    case 'maxPool':
      return [...windows(node, input, fail), input[2]!];
    case 'globalAveragePool':
      rank(input, 3, fail);
      return node.keepDims ? [1, 1, input[2]!] : [input[2]!];
    case 'dense':
      return [...input.slice(0, -1), node.units];
    case 'batchNorm':
    case 'layerNorm':
    case 'activation':
    case 'softmax':
      return input;
    case 'add':
      return equal(input, inputs[1]!) ? input : fail(`adds ${inputs.map(show).join(' and ')}`);
    case 'multiply':
      return multiplied(input, inputs[1]!, fail);
    case 'reshape':
      return size(node.shape) === size(input)
        ? node.shape
        : fail(`cannot reshape ${show(input)} to ${show(node.shape)}`);
    case 'transpose':
      return equal(
        node.permutation.toSorted((a, b) => a - b),
        [...input.keys()],
      )
        ? node.permutation.map((axis) => input[axis]!)
        : fail(`[${node.permutation}] does not permute the axes of ${show(input)}`);
    case 'concatClassToken':
      rank(input, 2, fail);
      return [input[0]! + 1, input[1]!];
    case 'addPositionEmbedding':
      rank(input, 2, fail);
      return input;
    case 'attention':
      rank(input, 2, fail);
      if (input[1]! % (3 * node.heads) !== 0) {
        fail(`a packed projection of ${input[1]} does not divide into ${node.heads} heads`);
      }
      return [input[0]!, input[1]! / 3];
    case 'takeToken':
      rank(input, 2, fail);
      return node.index < input[0]!
        ? [input[1]!]
        : fail(`no token ${node.index} in ${show(input)}`);
  }
}

/** Output height and width of a sliding window. */
function windows(node: Conv2dNode | MaxPoolNode, input: Shape, fail: Fail): [number, number] {
  rank(input, 3, fail);
  const [height, width] = [input[0]!, input[1]!];
  const padding = resolvePadding(node.padding, [height, width], node.kernel, node.stride);
  const rows = height + padding.top + padding.bottom - node.kernel[0];
  const columns = width + padding.left + padding.right - node.kernel[1];
  if (rows < 0 || columns < 0) {
    fail(`a ${node.kernel.join('x')} kernel does not fit an input of ${height}x${width}`);
  }
  return [Math.floor(rows / node.stride[0]) + 1, Math.floor(columns / node.stride[1]) + 1];
}

function multiplied(a: Shape, b: Shape, fail: Fail): Shape {
  if (equal(a, b)) return a;
  if (a.length === 3 && b.length === 3 && a[2] === b[2]) {
    if (b[0] === 1 && b[1] === 1) return a;
    if (a[0] === 1 && a[1] === 1) return b;
  }
  return fail(`multiplies ${show(a)} and ${show(b)}`);
}

function rank(shape: Shape, expected: number, fail: Fail): void {
  if (shape.length !== expected) fail(`takes ${expected} axes, found ${show(shape)}`);
}

function equal(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

function isCount(extent: number): boolean {
  return Number.isInteger(extent) && extent > 0;
}

/** Number of elements. */
export function size(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function show(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
