import type {
  Activation,
  AttentionNode,
  BatchNormNode,
  Conv2dNode,
  DenseNode,
  LayerNormNode,
  MaxPoolNode,
  Node,
  Padding,
  Shape,
} from '../../graph/types';
import { type AttrValue, bool, float, ints, tensorShape, text, type } from './graph-def';
import { floatType, type GraphDefBuilder, reduceAttr } from './tensors';

/**
 * Where a node's TensorFlow form is written to. A node becomes one or more TensorFlow nodes under
 * the scope of its id (`layer1.0.bn1/FusedBatchNormV3`), so that ids never meet parameter names.
 */
export interface Emitter {
  readonly def: GraphDefBuilder;
  /** Names of the inputs' TensorFlow outputs. */
  readonly inputs: readonly string[];
  /** Per-picture shapes of the inputs and of the output. */
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  /** Name of the constant that holds a parameter. */
  parameter(name: string): string;
}

/** Adds the node's operations; returns the name of its output. Every batch size stays possible. */
export function emit(node: Node, to: Emitter): string {
  const [x, y] = to.inputs as [string, string];
  const { def } = to;
  const one = (op: string, input: readonly string[], attr = {}) =>
    def.node(`${node.id}/${op}`, op, input, { ...floatType, ...attr });
  switch (node.op) {
    case 'input':
      return def.node(node.id, 'Placeholder', [], {
        dtype: type('DT_FLOAT'),
        shape: { shape: tensorShape([-1, ...node.shape]) },
      });
    case 'conv2d':
      return convolution(node, to);
    case 'batchNorm':
      return batchNorm(node, to);
    case 'dense':
      return dense(node, to);
    case 'layerNorm':
      return layerNorm(node, to);
    case 'activation':
      return activation(node.id, node.kind, x, def);
    case 'add':
      return one('AddV2', [x, y]);
    case 'multiply':
      return one('Mul', [x, y]);
    case 'maxPool':
      return maxPool(node, to);
    case 'globalAveragePool':
      return one('Mean', [x, def.ints([1, 2])], { ...reduceAttr, keep_dims: bool(node.keepDims) });
    case 'reshape':
      return reshape(node.id, x, node.shape, def);
    case 'transpose': {
      const permutation = def.ints([0, ...node.permutation.map((axis) => axis + 1)]);
      return one('Transpose', [x, permutation], { Tperm: type('DT_INT32') });
    }
    case 'concatClassToken':
      return concatClassToken(node.id, to.parameter(node.token), to);
    case 'addPositionEmbedding':
      return one('AddV2', [x, to.parameter(node.embedding)]);
    case 'attention':
      return attention(node, to);
    case 'takeToken': {
      const taken = slice(`${node.id}/Slice`, x, [0, node.index, 0], [-1, 1, -1], def);
      return reshape(node.id, taken, to.shape, def);
    }
    case 'softmax':
      return one('Softmax', [x]);
  }
}

function convolution(node: Conv2dNode, { def, inputs, parameter }: Emitter): string {
  const op = node.groups === 'depthwise' ? 'DepthwiseConv2dNative' : 'Conv2D';
  const convolved = def.node(`${node.id}/${op}`, op, [inputs[0]!, parameter(node.weight)], {
    ...floatType,
    ...padding(node.padding),
    strides: ints([1, ...node.stride, 1]),
    dilations: ints([1, 1, 1, 1]),
    data_format: text('NHWC'),
  });
  return biasAndActivation(node, convolved, def, parameter);
}

export function padding(sides: Padding): Record<string, AttrValue> {
  if (sides === 'same') return { padding: text('SAME') };
  const { top, right, bottom, left } = sides;
  if (top + right + bottom + left === 0) return { padding: text('VALID') };
  return {
    padding: text('EXPLICIT'),
    explicit_paddings: ints([0, 0, top, bottom, left, right, 0, 0]),
  };
}

function biasAndActivation(
  node: Conv2dNode | DenseNode,
  x: string,
  def: GraphDefBuilder,
  parameter: Emitter['parameter'],
): string {
  const biased =
    node.bias === null
      ? x
      : def.node(`${node.id}/BiasAdd`, 'BiasAdd', [x, parameter(node.bias)], {
          ...floatType,
          data_format: text('NHWC'),
        });
  return node.activation === null ? biased : activation(node.id, node.activation, biased, def);
}

function batchNorm(node: BatchNormNode, { def, inputs, parameter }: Emitter): string {
  const names = [node.weight, node.bias, node.runningMean, node.runningVar].map(parameter);
  return def.node(`${node.id}/FusedBatchNormV3`, 'FusedBatchNormV3', [inputs[0]!, ...names], {
    ...floatType,
    U: type('DT_FLOAT'),
    epsilon: float(node.epsilon),
    data_format: text('NHWC'),
    is_training: bool(false),
  });
}

/** Tokens go through as rows of one matrix: a plain product is tfjs's fast path. */
function dense(node: DenseNode, { def, inputs, inputShapes, shape, parameter }: Emitter): string {
  const width = inputShapes[0]!.at(-1)!;
  const isMatrix = shape.length === 1;
  const rows = isMatrix ? inputs[0]! : reshape(`${node.id}/rows`, inputs[0]!, [width], def);
  const product = def.node(`${node.id}/MatMul`, 'MatMul', [rows, parameter(node.weight)], {
    ...floatType,
    transpose_a: bool(false),
    transpose_b: bool(false),
  });
  const result = biasAndActivation(node, product, def, parameter);
  return isMatrix ? result : reshape(node.id, result, shape, def);
}

function layerNorm(node: LayerNormNode, { def, inputs, shape, parameter }: Emitter): string {
  const x = inputs[0]!;
  const op = (name: string, kind: string, input: string[], attr = {}) =>
    def.node(`${node.id}/${name}`, kind, input, { ...floatType, ...attr });
  const lastAxis = def.ints([shape.length]);
  const mean = op('mean', 'Mean', [x, lastAxis], reduceAttr);
  const centred = op('centred', 'Sub', [x, mean]);
  const squared = op('squared', 'Mul', [centred, centred]);
  const variance = op('variance', 'Mean', [squared, lastAxis], reduceAttr);
  const shifted = op('shifted', 'AddV2', [variance, def.scalar(node.epsilon)]);
  const normed = op('normed', 'Mul', [centred, op('Rsqrt', 'Rsqrt', [shifted])]);
  const scaled = op('scaled', 'Mul', [normed, parameter(node.weight)]);
  return op('AddV2', 'AddV2', [scaled, parameter(node.bias)]);
}

function activation(id: string, kind: Activation, x: string, def: GraphDefBuilder): string {
  const op = (name: string, tf: string, input: string[]) =>
    def.node(`${id}/${name}`, tf, input, floatType);
  switch (kind) {
    case 'relu':
      return op('Relu', 'Relu', [x]);
    case 'relu6':
      return op('Relu6', 'Relu6', [x]);
    case 'sigmoid':
      return op('Sigmoid', 'Sigmoid', [x]);
    case 'silu':
      return op('silu', 'Mul', [x, op('Sigmoid', 'Sigmoid', [x])]);
    case 'hardSigmoid':
    case 'hardSwish': {
      const clipped = op('Relu6', 'Relu6', [op('shifted', 'AddV2', [x, def.scalar(3)])]);
      const gate = op('gate', 'Mul', [clipped, def.scalar(1 / 6)]);
      return kind === 'hardSigmoid' ? gate : op('hardSwish', 'Mul', [x, gate]);
    }
    case 'gelu': {
      // x/2 * (1 + erf(x / sqrt 2)), as PyTorch's exact form.
      const erf = op('Erf', 'Erf', [op('scaled', 'Mul', [x, def.scalar(Math.SQRT1_2)])]);
      const half = op('half', 'Mul', [x, def.scalar(0.5)]);
      return op('gelu', 'Mul', [half, op('shifted', 'AddV2', [erf, def.scalar(1)])]);
    }
  }
}

/** tfjs's MaxPool knows no explicit padding, hence a PadV2 with the lowest finite float. */
function maxPool(node: MaxPoolNode, { def, inputs }: Emitter): string {
  let x = inputs[0]!;
  let scheme = 'SAME';
  if (node.padding !== 'same') {
    const { top, right, bottom, left } = node.padding;
    scheme = 'VALID';
    if (top + right + bottom + left > 0) {
      const sides = [0, 0, top, bottom, left, right, 0, 0];
      x = pad(`${node.id}/PadV2`, x, sides, -3.4028234663852886e38, def);
    }
  }
  return def.node(`${node.id}/MaxPool`, 'MaxPool', [x], {
    ...floatType,
    ksize: ints([1, ...node.kernel, 1]),
    strides: ints([1, ...node.stride, 1]),
    padding: text(scheme),
    data_format: text('NHWC'),
  });
}

/** Pads a row of zeros in front and adds the token there: no batch size need be known. */
function concatClassToken(id: string, token: string, to: Emitter): string {
  const { def, inputs, shape } = to;
  const shifted = pad(`${id}/tokens`, inputs[0]!, [0, 0, 1, 0, 0, 0], 0, def);
  const row = pad(`${id}/class`, token, [0, 0, 0, shape[0]! - 1, 0, 0], 0, def);
  return def.node(`${id}/AddV2`, 'AddV2', [shifted, row], floatType);
}

function attention(node: AttentionNode, { def, inputs, shape }: Emitter): string {
  const [tokens, width] = shape as [number, number];
  const perHead = width / node.heads;
  const id = node.id;
  const transpose = (name: string, x: string) =>
    def.node(`${id}/${name}`, 'Transpose', [x, def.ints([0, 2, 1, 3])], {
      ...floatType,
      Tperm: type('DT_INT32'),
    });
  const product = (name: string, a: string, b: string, adjoint: boolean) =>
    def.node(`${id}/${name}`, 'BatchMatMulV2', [a, b], {
      ...floatType,
      adj_x: bool(false),
      adj_y: bool(adjoint),
    });
  const [query, key, value] = ['query', 'key', 'value'].map((name, part) => {
    const own = slice(
      `${id}/${name}_slice`,
      inputs[0]!,
      [0, 0, part * width],
      [-1, -1, width],
      def,
    );
    const split = reshape(`${id}/${name}`, own, [tokens, node.heads, perHead], def);
    return transpose(`${name}_heads`, split);
  }) as [string, string, string];
  const scale = def.scalar(1 / Math.sqrt(perHead));
  const scaled = def.node(`${id}/scaled`, 'Mul', [query, scale], floatType);
  const scores = product('scores', scaled, key, true);
  const weights = def.node(`${id}/Softmax`, 'Softmax', [scores], floatType);
  const mixed = product('mixed', weights, value, false);
  return reshape(id, transpose('merged', mixed), shape, def);
}

export function reshape(scope: string, x: string, shape: Shape, def: GraphDefBuilder): string {
  return def.node(`${scope}/Reshape`, 'Reshape', [x, def.ints([-1, ...shape])], {
    ...floatType,
    Tshape: type('DT_INT32'),
  });
}

function slice(
  name: string,
  x: string,
  begin: readonly number[],
  size: readonly number[],
  def: GraphDefBuilder,
): string {
  return def.node(name, 'Slice', [x, def.ints(begin), def.ints(size)], {
    ...floatType,
    Index: type('DT_INT32'),
  });
}

/** `sides`: before and after, per axis. */
function pad(
  name: string,
  x: string,
  sides: readonly number[],
  value: number,
  def: GraphDefBuilder,
): string {
  const table = `const/pads_${sides.join('_')}`;
  const exists = def.tensors.some(({ entry }) => entry.name === table);
  const pads = exists ? table : def.constant(table, [sides.length / 2, 2], Int32Array.from(sides));
  return def.node(name, 'PadV2', [x, pads, def.scalar(value)], {
    ...floatType,
    Tpaddings: type('DT_INT32'),
  });
}
