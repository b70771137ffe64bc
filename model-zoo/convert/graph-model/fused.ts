import type {
  Activation,
  Conv2dNode,
  DenseNode,
  ParameterKind,
  ParameterValue,
} from '../../graph/types';
import { padding, reshape } from './emit';
import { type AttrValue, bool, int, ints, texts } from './graph-def';
import { exact, type Scaled, scaledWeights, settled, shiftedBias } from './scaled';
import { floatType, type GraphDefBuilder } from './tensors';

export interface FusedEmitter {
  readonly def: GraphDefBuilder;
  parameter(name: string): ParameterValue;
  /** Whether parameters are stored as halves. */
  readonly half: boolean;
}

/** A convolution with its bias and activation as one operation, as far as tfjs has one. */
export function fusedConvolution(node: Conv2dNode, input: Scaled, to: FusedEmitter): Scaled {
  const depthwise = node.groups === 'depthwise';
  const [fused, plain] = depthwise
    ? ['FusedDepthwiseConv2dNative', 'DepthwiseConv2dNative']
    : ['_FusedConv2D', 'Conv2D'];
  const attr = {
    ...padding(node.padding),
    strides: ints([1, ...node.stride, 1]),
    dilations: ints([1, 1, 1, 1]),
  };
  return weighted(node, depthwise ? 'depthwise' : 'conv', input, [fused!, plain!], attr, to);
}

/** Tokens go through as rows of one matrix: a plain product is tfjs's fast path. */
export function fusedDense(
  node: DenseNode,
  input: Scaled,
  inputShape: readonly number[],
  to: FusedEmitter,
): Scaled {
  const attr = { transpose_a: bool(false), transpose_b: bool(false) };
  const isMatrix = inputShape.length === 1;
  const rows = isMatrix
    ? input
    : { ...input, name: reshape(`${node.id}/rows`, input.name, inputShape.slice(-1), to.def) };
  const result = weighted(node, 'dense', rows, ['_FusedMatMul', 'MatMul'], attr, to);
  if (isMatrix) return result;
  const shape = [...inputShape.slice(0, -1), node.units];
  return { ...result, name: reshape(node.id, result.name, shape, to.def) };
}

/** What the operation itself can do after its bias. */
const native: Partial<Record<Activation, string>> = { relu: 'Relu', relu6: 'Relu6' };

function weighted(
  { id, weight, bias, activation }: Conv2dNode | DenseNode,
  kind: Exclude<ParameterKind, 'plain'>,
  input: Scaled,
  [fused, plain]: readonly [fused: string, plain: string],
  attr: Record<string, AttrValue>,
  to: FusedEmitter,
): Scaled {
  const { def } = to;
  const value = to.parameter(weight);
  // GELU reads the value times 1 / sqrt 2, and nobody else does.
  const gain = activation === 'gelu' ? Math.SQRT1_2 : 1;
  const weights = scaledWeights(kind, value, input.scale, gain);
  const matrix = def.constant(weight, value.shape, weights, to.half);
  const offset = activation === 'hardSigmoid' ? 3 : 0;
  const biases = biasOf(
    bias === null ? null : to.parameter(bias),
    kind,
    value,
    input,
    gain,
    offset,
  );
  if (!biases) {
    return activated(
      id,
      activation,
      def.node(`${id}/${plain}`, plain, [input.name, matrix], { ...floatType, ...attr }),
      def,
    );
  }
  const biasName = bias ?? weight.replace(/weight$/, 'bias');
  const added = def.constant(biasName, [biases.length], biases, to.half);
  const inside = offset ? 'Relu6' : activation && native[activation];
  const name = def.node(`${id}/${fused}`, fused, [input.name, matrix, added], {
    ...floatType,
    ...attr,
    num_args: int(1),
    fused_ops: texts(inside ? ['BiasAdd', inside] : ['BiasAdd']),
  });
  if (offset) return { name, scale: 1 / 6, shift: null };
  return inside ? exact(name) : activated(id, activation, name, def);
}

function biasOf(
  bias: ParameterValue | null,
  kind: Exclude<ParameterKind, 'plain'>,
  weights: ParameterValue,
  { shift }: Scaled,
  gain: number,
  offset: number,
): Float32Array | null {
  if (!bias && !shift && !offset) return null;
  const outputs = kind === 'depthwise' ? weights.shape[2]! : weights.shape.at(-1)!;
  const shifted = shift && shiftedBias(kind, weights, shift);
  return Float32Array.from({ length: outputs }, (_, i) => {
    return ((bias?.data[i] ?? 0) + (shifted?.[i] ?? 0)) * gain + offset;
  });
}

/** After a convolution or dense layer, which has done its part of GELU already. */
function activated(id: string, kind: Activation | null, x: string, def: GraphDefBuilder): Scaled {
  if (kind !== 'gelu') return kind === null ? exact(x) : activation(id, kind, exact(x), def);
  // x/2 * (1 + erf(x / sqrt 2)), as PyTorch's exact form; with u = x / sqrt 2: u (1 + erf u) / sqrt 2.
  const erf = def.node(`${id}/Erf`, 'Erf', [x], floatType);
  const shifted = def.node(`${id}/shifted`, 'AddV2', [erf, def.scalar(1)], floatType);
  const name = def.node(`${id}/gelu`, 'Mul', [x, shifted], floatType);
  return { name, scale: Math.SQRT1_2, shift: null };
}

/** An activation on its own. */
export function activation(
  id: string,
  kind: Activation,
  input: Scaled,
  def: GraphDefBuilder,
): Scaled {
  const op = (name: string, tf: string, inputs: string[]) =>
    def.node(`${id}/${name}`, tf, inputs, floatType);
  if (kind === 'relu' && typeof input.scale === 'number' && input.scale > 0) {
    return { ...input, name: op('Relu', 'Relu', [input.name]) };
  }
  const x = settled(`${id}/settled`, input, def);
  switch (kind) {
    case 'relu':
      return exact(op('Relu', 'Relu', [x]));
    case 'relu6':
      return exact(op('Relu6', 'Relu6', [x]));
    case 'sigmoid':
      return exact(op('Sigmoid', 'Sigmoid', [x]));
    case 'silu':
      return exact(op('silu', 'Mul', [x, op('Sigmoid', 'Sigmoid', [x])]));
    case 'hardSigmoid':
    case 'hardSwish': {
      const clipped = op('Relu6', 'Relu6', [op('shifted', 'AddV2', [x, def.scalar(3)])]);
      const name = kind === 'hardSigmoid' ? clipped : op('hardSwish', 'Mul', [x, clipped]);
      return { name, scale: 1 / 6, shift: null };
    }
    case 'gelu': {
      const scaled = op('scaled', 'Mul', [x, def.scalar(Math.SQRT1_2)]);
      const shifted = op('shifted', 'AddV2', [op('Erf', 'Erf', [scaled]), def.scalar(1)]);
      return { name: op('gelu', 'Mul', [x, shifted]), scale: 0.5, shift: null };
    }
  }
}
