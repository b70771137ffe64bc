import { resolvePadding } from '../../graph/padding';
import { nodeParameters } from '../../graph/parameters';
import type {
  BatchNormNode,
  ConcatClassTokenNode,
  Conv2dNode,
  DenseNode,
  InputNode,
  MaxPoolNode,
  Node,
  Parameter,
  ReshapeNode,
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
  const value = inputs[0]!;
  const first = () => to.arrange(value, 'channelsFirst');
  const last = () => to.arrange(value, 'channelsLast');
  const result = (name: string, layout: Layout): Value => ({ name, shape, layout });
  const plain = () => nodeParameters(node, value.shape).map((p) => to.weight(p, 'torch'));
  const id = node.id;
  switch (node.op) {
    case 'conv2d':
      return result(convolution(node, to), 'channelsFirst');
    case 'batchNorm':
      return result(batchNorm(node, first(), plain(), onnx), 'channelsFirst');
    case 'dense':
      return result(dense(node, last(), to), 'channelsLast');
    case 'layerNorm': {
      const attributes = { axis: { int: shape.length }, epsilon: { float: node.epsilon } };
      const name = `${id}/LayerNormalization`;
      const normed = onnx.node(name, 'LayerNormalization', [last(), ...plain()], attributes);
      return result(normed, 'channelsLast');
    }
    case 'activation':
      return result(activation(id, node.kind, value.name, onnx), value.layout);
    case 'add':
    case 'multiply': {
      const op = node.op === 'add' ? 'Add' : 'Mul';
      const other = to.arrange(inputs[1]!, value.layout);
      return result(onnx.node(`${id}/${op}`, op, [value.name, other]), value.layout);
    }
    case 'maxPool':
      return result(maxPool(node, first(), value.shape, onnx), 'channelsFirst');
    case 'globalAveragePool': {
      const pooled = onnx.node(`${id}/GlobalAveragePool`, 'GlobalAveragePool', [first()]);
      if (node.keepDims) return result(pooled, 'channelsFirst');
      const flat = onnx.node(`${id}/Flatten`, 'Flatten', [pooled], { axis: { int: 1 } });
      return result(flat, 'channelsLast');
    }
    case 'reshape':
      return result(reshaped(node, value, to), 'channelsLast');
    case 'transpose': {
      const perm = { ints: [0, ...node.permutation.map((axis) => axis + 1)] };
      return result(onnx.node(`${id}/Transpose`, 'Transpose', [last()], { perm }), 'channelsLast');
    }
    case 'concatClassToken':
      return result(concatClassToken(node, last(), plain()[0]!, to), 'channelsLast');
    case 'addPositionEmbedding':
      return result(onnx.node(`${id}/Add`, 'Add', [last(), plain()[0]!]), 'channelsLast');
    case 'attention':
      return result(attention(node, last(), shape, onnx), 'channelsLast');
    case 'takeToken': {
      const inputs = [last(), onnx.ints(node.index)];
      return result(
        onnx.node(`${id}/Gather`, 'Gather', inputs, { axis: { int: 1 } }),
        'channelsLast',
      );
    }
    case 'softmax': {
      const axis = { int: shape.length };
      return result(onnx.node(`${id}/Softmax`, 'Softmax', [last()], { axis }), 'channelsLast');
    }
  }
}

function convolution(node: Conv2dNode, { onnx, inputs, arrange, weight }: Emitter): string {
  const [input] = inputs as [Value];
  const parameters = nodeParameters(node, input.shape).map((p) => weight(p, 'torch'));
  const convolved = onnx.node(
    `${node.id}/Conv`,
    'Conv',
    [arrange(input, 'channelsFirst'), ...parameters],
    { ...window(node, input.shape), group: { int: node.groups === 1 ? 1 : node.filters } },
  );
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

function maxPool(node: MaxPoolNode, x: string, input: Shape, onnx: OnnxGraph): string {
  return onnx.node(`${node.id}/MaxPool`, 'MaxPool', [x], window(node, input));
}

function batchNorm(
  node: BatchNormNode,
  x: string,
  parameters: readonly string[],
  onnx: OnnxGraph,
): string {
  return onnx.node(`${node.id}/BatchNormalization`, 'BatchNormalization', [x, ...parameters], {
    epsilon: { float: node.epsilon },
  });
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

function reshaped(node: ReshapeNode, value: Value, { onnx, arrange }: Emitter): string {
  const x = isFlat(value.shape) ? value.name : arrange(value, 'channelsLast');
  return reshape(node.id, x, node.shape, onnx);
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
