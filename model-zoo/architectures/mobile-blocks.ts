/**
 * Blocks MobileNetV3 and EfficientNet share, named as timm's `_efficientnet_blocks`:
 * depthwise separable, inverted residual (MobileNetV2, https://arxiv.org/abs/1801.04381) with
 * optional squeeze-and-excitation, and convolution + batch norm + activation.
 */
import type { GraphBuilder } from '../graph/builder';
import type { Activation, NodeId } from '../graph/types';

/** One row of a table: `repeat` blocks, of which only the first strides. */
export interface BlockRow {
  block: 'separable' | 'inverted' | 'convolution';
  repeat: number;
  /** Side of the depthwise kernel (of the only kernel in a `convolution`). */
  kernel: number;
  stride: 1 | 2;
  channels: number;
  /** Width inside, as a multiple of the block's input; 1 where nothing expands. */
  expansion: number;
  squeeze: boolean;
  /** Where it differs from the network's. */
  activation?: Activation;
}

/** What holds for a whole network. */
export interface MobileStyle {
  activation: Activation;
  epsilon: number;
  /** `same` as TensorFlow; symmetric as PyTorch. */
  padding: 'symmetric' | 'same';
  squeeze: {
    /** Channels between the two convolutions, of the block's input and inner width. */
    reduced(input: number, inner: number): number;
    activation: Activation;
    gate: Activation;
  } | null;
}

/** Rounds to a multiple of 8 without losing more than a tenth (timm `make_divisible`). */
export function makeDivisible(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

/** Options of a convolution in the network's padding. */
export function padded(style: MobileStyle, kernel: number) {
  return style.padding === 'same' ? { kernel, padding: 'same' as const } : { kernel };
}

/** Batch norm with its activation, as timm's `BatchNormAct2d`. */
export function normActivation(
  g: GraphBuilder,
  id: NodeId,
  input: NodeId,
  epsilon: number,
  activation: Activation,
): NodeId {
  return g.activation(`${id}.act`, g.batchNorm(id, input, epsilon), activation);
}

/** Adds `blocks.<stage>`, one stage per list of rows; returns the last node and its width. */
export function mobileStages(
  g: GraphBuilder,
  style: MobileStyle,
  stages: readonly (readonly BlockRow[])[],
  input: { node: NodeId; channels: number },
  endOfStage: (index: number, end: NodeId) => void,
): { node: NodeId; channels: number } {
  let { node, channels } = input;
  stages.forEach((rows, stage) => {
    let index = 0;
    for (const row of rows) {
      for (let repetition = 0; repetition < row.repeat; repetition++, index++) {
        const stride = index === 0 ? row.stride : 1;
        node = mobileBlock(g, style, `blocks.${stage}.${index}`, node, channels, {
          ...row,
          stride,
        });
        channels = row.channels;
      }
    }
    endOfStage(stage, node);
  });
  return { node, channels };
}

function mobileBlock(
  g: GraphBuilder,
  style: MobileStyle,
  prefix: string,
  input: NodeId,
  width: number,
  row: BlockRow,
): NodeId {
  const activation = row.activation ?? style.activation;
  const { channels, kernel, stride } = row;
  const norm = (name: string, x: NodeId) =>
    normActivation(g, `${prefix}.${name}`, x, style.epsilon, activation);
  const id = (name: string) => `${prefix}.${name}`;

  if (row.block === 'convolution') {
    const options = { filters: channels, stride, ...padded(style, kernel) };
    return norm('bn1', g.conv2d(id('conv'), input, options));
  }
  const expands = row.block === 'inverted';
  const inner = expands ? makeDivisible(width * row.expansion) : width;
  const [depthwiseNorm, project, projectNorm] = expands
    ? ['bn2', 'conv_pwl', 'bn3']
    : ['bn1', 'conv_pw', 'bn2'];
  let x = input;
  if (expands) x = norm('bn1', g.conv2d(id('conv_pw'), x, { filters: inner, kernel: 1 }));
  const depthwise = { filters: inner, stride, ...padded(style, kernel) };
  x = norm(depthwiseNorm, g.depthwise(id('conv_dw'), x, depthwise));
  if (row.squeeze) x = squeezeExcite(g, style, id('se'), x, width, inner);
  x = g.conv2d(id(project), x, { filters: channels, kernel: 1 });
  x = g.batchNorm(id(projectNorm), x, style.epsilon);
  return stride === 1 && width === channels ? g.add(id('add'), x, input) : x;
}

/** Squeeze-and-Excitation Networks, https://arxiv.org/abs/1709.01507 */
function squeezeExcite(
  g: GraphBuilder,
  style: MobileStyle,
  prefix: string,
  input: NodeId,
  width: number,
  inner: number,
): NodeId {
  const squeeze = style.squeeze;
  if (!squeeze) throw new Error(`${prefix}: this network has no squeeze-and-excitation`);
  const reduced = squeeze.reduced(width, inner);
  let gate = g.globalAveragePool(`${prefix}.pool`, input, true);
  gate = g.conv2d(`${prefix}.conv_reduce`, gate, { filters: reduced, kernel: 1, bias: true });
  gate = g.activation(`${prefix}.act1`, gate, squeeze.activation);
  gate = g.conv2d(`${prefix}.conv_expand`, gate, { filters: inner, kernel: 1, bias: true });
  gate = g.activation(`${prefix}.gate`, gate, squeeze.gate);
  return g.multiply(`${prefix}.multiply`, input, gate);
}

/** Table notation: depthwise separable blocks. */
export function separable(
  kernel: number,
  stride: 1 | 2,
  channels: number,
  rest: Partial<BlockRow> = {},
): BlockRow {
  return {
    block: 'separable',
    repeat: 1,
    kernel,
    stride,
    channels,
    expansion: 1,
    squeeze: false,
    ...rest,
  };
}

/** Table notation: inverted residual blocks. */
export function inverted(
  repeat: number,
  kernel: number,
  stride: 1 | 2,
  expansion: number,
  channels: number,
  rest: Partial<BlockRow> = {},
): BlockRow {
  return {
    block: 'inverted',
    repeat,
    kernel,
    stride,
    channels,
    expansion,
    squeeze: false,
    ...rest,
  };
}
