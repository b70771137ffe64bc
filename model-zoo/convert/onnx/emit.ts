import { resolvePadding } from '../../graph/padding';
import { nodeParameters } from '../../graph/parameters';
import type {
  ConcatClassTokenNode,
  Conv2dNode,
  DenseNode,
  InputNode,
  MaxPoolNode,
  Node,
  Parameter,
  Shape,
} from '../../graph/types';
import { activation } from './activation';
import { attention } from './attention';
import { isFlat, type Layout, type Value } from './layout';
import type { OnnxGraph } from './onnx-graph';
import { reshape } from './reshape';
import type { WeightLayout } from './weights';

/**
 * Where a node's ONNX form is written to. A node becomes one or more ONNX nodes under the scope of
 * its id (`layer1.0.bn1/Conv`), so that ids never meet parameter names.
 */
export interface Emitter {
  readonly onnx: OnnxGraph;
  readonly inputs: readonly Value[];
  /** Per-picture shape of the output, channels last. */
  readonly shape: Shape;
  /** Name of a value in a layout. */
  arrange(value: Value, layout: Layout): string;
  /** Name of the constant that holds a parameter. */
  weight(parameter: Parameter, layout: WeightLayout): string;
}

/** Adds the node's operations and returns its result. Every batch size stays possible. */
export function emit(node: Exclude<Node, InputNode>, to: Emitter): Value {
  const { onnx, inputs, shape } = to;
  const id = node.id;
  const value = inputs[0]!;
  const planes = () => to.arrange(value, 'channelsFirst');
  const rows = () => to.arrange(value, 'channelsLast');
  const constants = () => nodeParameters(node, value.shape).map((p) => to.weight(p, 'torch'));
  const inPlanes = (name: string): Value => ({ name, shape, layout: 'channelsFirst' });
  const inRows = (name: string): Value => ({ name, shape, layout: 'channelsLast' });
  const one = (op: string, from: readonly string[], attributes = {}) =>
    onnx.node(`${id}/${op}`, op, from, attributes);
  switch (node.op) {
    case 'conv2d':
      return inPlanes(convolution(node, planes(), constants(), to));
    case 'batchNorm': {
      const epsilon = { float: node.epsilon };
      return inPlanes(one('BatchNormalization', [planes(), ...constants()], { epsilon }));
    }
    case 'dense':
      return inRows(dense(node, rows(), to));
    case 'layerNorm': {
      const attributes = { axis: { int: shape.length }, epsilon: { float: node.epsilon } };
      return inRows(one('LayerNormalization', [rows(), ...constants()], attributes));
    }
    case 'activation':
      return { ...value, name: activation(id, node.kind, value.name, onnx) };
    case 'add':
    case 'multiply': {
      const other = to.arrange(inputs[1]!, value.layout);
      const name = one(node.op === 'add' ? 'Add' : 'Mul', [value.name, other]);
      return { name, shape, layout: value.layout };
    }
    case 'maxPool':
      return inPlanes(one('MaxPool', [planes()], window(node, value.shape)));
    case 'globalAveragePool': {
      const pooled = one('GlobalAveragePool', [planes()]);
      if (node.keepDims) return inPlanes(pooled);
      return inRows(one('Flatten', [pooled], { axis: { int: 1 } }));
    }
    case 'reshape':
      return inRows(reshape(id, isFlat(value.shape) ? value.name : rows(), shape, onnx));
    case 'transpose': {
      const perm = { ints: [0, ...node.permutation.map((axis) => axis + 1)] };
      return inRows(one('Transpose', [rows()], { perm }));
    }
    case 'concatClassToken':
      return inRows(concatClassToken(node, rows(), constants()[0]!, to));
    case 'addPositionEmbedding':
      return inRows(one('Add', [rows(), ...constants()]));
    case 'attention':
      return inRows(attention(node, rows(), shape, onnx));
    case 'takeToken':
      return inRows(one('Gather', [rows(), onnx.ints(node.index)], { axis: { int: 1 } }));
    case 'softmax':
      return inRows(one('Softmax', [rows()], { axis: { int: shape.length } }));
  }
}

function convolution(
  node: Conv2dNode,
  x: string,
  parameters: readonly string[],
  { onnx, inputs }: Emitter,
): string {
  const group = { int: node.groups === 1 ? 1 : node.filters };
  const attributes = { ...window(node, inputs[0]!.shape), group };
  const convolved = onnx.node(`${node.id}/Conv`, 'Conv', [x, ...parameters], attributes);
  return node.activation === null
    ? convolved
    : activation(node.id, node.activation, convolved, onnx);
}

/** Padding is a number of pixels on every side: the input size is known. */
function window({ kernel, stride, padding }: Conv2dNode | MaxPoolNode, input: Shape) {
  const { top, right, bottom, left } = resolvePadding(
    padding,
    [input[0]!, input[1]!],
    kernel,
    stride,
  );
  return {
    kernel_shape: { ints: kernel },
    strides: { ints: stride },
    pads: { ints: [top, left, bottom, right] },
  };
}

/** One row a picture is ONNX's Gemm, with PyTorch's own weight; tokens are a product and a sum. */
function dense(node: DenseNode, x: string, { onnx, inputs, shape, weight }: Emitter): string {
  const [matrix, bias] = nodeParameters(node, inputs[0]!.shape) as [Parameter, Parameter?];
  const biases = bias ? [weight(bias, 'torch')] : [];
  let result: string;
  if (shape.length === 1) {
    const operands = [x, weight(matrix, 'torch'), ...biases];
    result = onnx.node(`${node.id}/Gemm`, 'Gemm', operands, { transB: { int: 1 } });
  } else {
    result = onnx.node(`${node.id}/MatMul`, 'MatMul', [x, weight(matrix, 'turned')]);
    if (bias) result = onnx.node(`${node.id}/Add`, 'Add', [result, ...biases]);
  }
  return node.activation === null ? result : activation(node.id, node.activation, result, onnx);
}

/** Pads a row of zeros in front and adds the token there: no batch size need be known. */
function concatClassToken(
  { id }: ConcatClassTokenNode,
  x: string,
  token: string,
  { onnx, shape }: Emitter,
): string {
  const pad = (name: string, padded: string, sides: readonly number[]) =>
    onnx.node(`${id}/${name}`, 'Pad', [padded, onnx.ints(sides)]);
  const shifted = pad('tokens', x, [0, 1, 0, 0, 0, 0]);
  const row = pad('class', token, [0, 0, 0, 0, shape[0]! - 1, 0]);
  return onnx.node(`${id}/Add`, 'Add', [shifted, row]);
}
