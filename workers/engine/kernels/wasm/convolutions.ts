import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../../../model-zoo/graph/types';
import { activationCode } from '../../native/activation-codes';
import type { Pointer } from '../../native/module';
import { type ConvInfo, convInfo } from '../conv-geometry';
import type { Kernel } from './kernel';
import type { Site } from './site';

type Shape4 = [number, number, number, number];

interface Attributes {
  strides: [number, number];
  pad: Parameters<typeof convInfo>[2]['pad'];
  dilations?: number | [number, number];
  dataFormat?: string;
  activation?: string;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}
interface Convolved {
  x: tf.TensorInfo;
  filter: tf.TensorInfo;
  bias?: tf.TensorInfo;
  preluActivationWeights?: tf.TensorInfo;
}

/** What tfjs's fused kernels may ask for that ours can do; undefined for anything else. */
export function fusedCode(activation: string | null | undefined): number | undefined {
  if (!activation || activation === 'linear') return activationCode(null);
  const known: readonly string[] = ['relu', 'relu6', 'sigmoid'];
  return known.includes(activation) ? activationCode(activation as Activation) : undefined;
}

function isPlain({ dilations = 1, dataFormat = 'NHWC' }: Attributes): boolean {
  return [dilations].flat().every((dilation) => dilation === 1) && dataFormat === 'NHWC';
}

const shape4 = (tensor: tf.TensorInfo): Shape4 => tensor.shape as Shape4;

/** Below so many input channels a tap's product is too shallow, and whole windows are packed. */
const FEW_CHANNELS = 16;

/** The convolution alone, by whichever way suits its shape. */
function convolve(site: Site, info: ConvInfo, input: Pointer, filter: Pointer, output: Pointer) {
  const { native } = site;
  const { batchSize, inChannels, outChannels, filterHeight, filterWidth } = info;
  if (inChannels >= FEW_CHANNELS || filterHeight * filterWidth === 1) {
    const workspace = site.workspace(native.product_workspace());
    native.conv2d_forward(
      ...[site.window(info), batchSize, input, filter, outChannels, output, workspace],
    );
    return;
  }
  const depth = filterHeight * filterWidth * inChannels;
  const packed = Math.ceil(outChannels / 8) * 8 * depth;
  const zeros = filterWidth * inChannels;
  const block = site.workspace(native.gemm_workspace() + packed + zeros);
  const packedAt = block + 4 * native.gemm_workspace();
  const zerosAt = packedAt + 4 * packed;
  native.pack_b(filter, depth, outChannels, packedAt);
  site.clear(zerosAt, zeros);
  native.conv2d(
    ...[site.window(info), batchSize, input, packedAt, outChannels],
    ...[0, 0, 0, output, zerosAt, block],
  );
}

const conv2d = (site: Site, inputs: Convolved, attributes: Attributes): tf.TensorInfo | null => {
  const { x, filter, bias, preluActivationWeights } = inputs;
  const activation = fusedCode(attributes.activation);
  if (activation === undefined || preluActivationWeights || !isPlain(attributes)) return null;
  const info = convInfo(shape4(x), shape4(filter), attributes, false);
  const output = site.make(info.outShape);
  convolve(site, info, site.at(x), site.at(filter), site.at(output));
  const rows = info.batchSize * info.outHeight * info.outWidth;
  if (bias || activation !== 0) {
    site.native.finish_rows(site.at(output), site.at(bias), rows, info.outChannels, activation);
  }
  return output;
};

const depthwise = (site: Site, inputs: Convolved, attributes: Attributes): tf.TensorInfo | null => {
  const { x, filter, bias, preluActivationWeights } = inputs;
  const activation = fusedCode(attributes.activation);
  if (activation === undefined || preluActivationWeights || !isPlain(attributes)) return null;
  if (filter.shape[3] !== 1) return null;
  const info = convInfo(shape4(x), shape4(filter), attributes, true);
  const output = site.make(info.outShape);
  site.native.depthwise2d(
    ...[site.window(info), info.batchSize, site.at(x), site.at(filter), site.at(bias)],
    ...[activation, site.at(output)],
  );
  return output;
};

/** Convolutions and their gradients, under tfjs's names. */
export const convolutions: Record<string, Kernel> = {
  [tf.Conv2D]: conv2d,
  [tf.FusedConv2D]: conv2d,
  [tf.DepthwiseConv2dNative]: depthwise,
  [tf.FusedDepthwiseConv2D]: depthwise,
  [tf.Conv2DBackpropInput]: (
    site,
    { dy, filter }: { dy: tf.TensorInfo; filter: tf.TensorInfo },
    attributes: Attributes & { inputShape: Shape4 },
  ) => {
    if (!isPlain(attributes)) return null;
    const info = convInfo(attributes.inputShape, shape4(filter), attributes, false);
    const dx = site.make(attributes.inputShape);
    const { native } = site;
    const workspace = site.workspace(native.product_workspace());
    native.conv2d_input_gradient(
      ...[site.window(info), info.batchSize, site.at(dy), site.at(filter), info.outChannels],
      ...[site.at(dx), workspace],
    );
    return dx;
  },
  [tf.Conv2DBackpropFilter]: (
    site,
    { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo },
    attributes: Attributes & { filterShape: Shape4 },
  ) => {
    if (!isPlain(attributes)) return null;
    const info = convInfo(shape4(x), attributes.filterShape, attributes, false);
    const gradient = site.make(attributes.filterShape);
    const { native } = site;
    const workspace = site.workspace(native.product_workspace());
    native.conv2d_filter_gradient(
      ...[site.window(info), info.batchSize, site.at(x), site.at(dy), info.outChannels],
      ...[site.at(gradient), workspace],
    );
    return gradient;
  },
  [tf.DepthwiseConv2dNativeBackpropInput]: (
    site,
    { dy, filter }: { dy: tf.TensorInfo; filter: tf.TensorInfo },
    attributes: Attributes & { inputShape: Shape4 },
  ) => {
    if (!isPlain(attributes) || filter.shape[3] !== 1) return null;
    const info = convInfo(attributes.inputShape, shape4(filter), attributes, true);
    const dx = site.make(attributes.inputShape);
    site.native.depthwise_input_gradient(
      ...[site.window(info), info.batchSize, site.at(dy), site.at(filter), site.at(dx)],
    );
    return dx;
  },
  [tf.DepthwiseConv2dNativeBackpropFilter]: (
    site,
    { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo },
    attributes: Attributes & { filterShape: Shape4 },
  ) => {
    if (!isPlain(attributes) || attributes.filterShape[3] !== 1) return null;
    const info = convInfo(shape4(x), attributes.filterShape, attributes, true);
    const gradient = site.make(attributes.filterShape);
    site.native.depthwise_filter_gradient(
      ...[site.window(info), info.batchSize, site.at(x), site.at(dy), site.at(gradient)],
    );
    return gradient;
  },
  [tf.MaxPoolGrad]: (
    site,
    { dy, input }: { dy: tf.TensorInfo; input: tf.TensorInfo },
    { filterSize, strides, pad, dimRoundingMode }: Attributes & { filterSize: [number, number] },
  ) => {
    const info = tf.backend_util.computePool2DInfo(
      ...([shape4(input), filterSize, strides, 1, pad, dimRoundingMode] as const),
    );
    const dx = site.make(input.shape);
    site.native.max_pool_gradient(
      ...[site.window(info), info.batchSize, site.at(input), site.at(dy), site.at(dx)],
    );
    return dx;
  },
};
