import * as tf from '@tensorflow/tfjs-core';
import { type ConvInfo, convInfo, flipTaps, insertZeros, padOrCrop, taps } from './conv-geometry';

interface Attributes {
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** dL/dfilter [kh, kw, in, out] of a convolution: per tap, the shifted input's transpose times dy. */
export function conv2dFilterGradient(
  { x, dy }: { x: tf.Tensor4D; dy: tf.Tensor4D },
  attributes: Attributes & { filterShape: [number, number, number, number] },
): tf.Tensor4D {
  const { filterShape } = attributes;
  const info = convInfo(x.shape, filterShape, attributes, false);
  const columns = tf.reshape(dy, [-1, info.outChannels]);
  const gradients = taps(x, info).map((shifted) =>
    tf.tidy(() => tf.matMul(tf.transpose(tf.reshape(shifted, [-1, info.inChannels])), columns)),
  );
  return tf.reshape(tf.concat(gradients, 0), filterShape);
}

/** dL/dx of a convolution: dy, spread by the stride, convolved with the flipped, swapped filter. */
export function conv2dInputGradient(
  { dy, filter }: { dy: tf.Tensor4D; filter: tf.Tensor4D },
  attributes: Attributes & { inputShape: [number, number, number, number] },
): tf.Tensor4D {
  const info = convInfo(attributes.inputShape, filter.shape, attributes, false);
  return tf.conv2d(spread(dy, info), flipTaps(filter, true), 1, 'valid');
}

/** dL/dfilter [kh, kw, C, 1]: per tap, the sum over all positions of the shifted input times dy. */
export function depthwiseFilterGradient(
  { x, dy }: { x: tf.Tensor4D; dy: tf.Tensor4D },
  attributes: Attributes & { filterShape: [number, number, number, number] },
): tf.Tensor4D {
  const { filterShape } = attributes;
  const info = convInfo(x.shape, filterShape, attributes, true);
  requireOneMultiplier(filterShape);
  const rows = dy.size / info.outChannels;
  const ones = tf.ones([1, rows]) as tf.Tensor2D;
  const gradients = taps(x, info).map((shifted) =>
    tf.tidy(() => tf.matMul(ones, tf.reshape(tf.mul(shifted, dy), [rows, info.outChannels]))),
  );
  return tf.reshape(tf.concat(gradients, 0), filterShape);
}

/** dL/dx of a depthwise convolution: dy, spread by the stride, under the flipped filter. */
export function depthwiseInputGradient(
  { dy, filter }: { dy: tf.Tensor4D; filter: tf.Tensor4D },
  attributes: Attributes & { inputShape: [number, number, number, number] },
): tf.Tensor4D {
  const info = convInfo(attributes.inputShape, filter.shape, attributes, true);
  requireOneMultiplier(filter.shape);
  return tf.depthwiseConv2d(spread(dy, info), flipTaps(filter, false), 1, 'valid');
}

/** dy with zeros between its pixels, padded so that a full correlation gives the input's size. */
function spread(dy: tf.Tensor4D, info: ConvInfo): tf.Tensor4D {
  const { filterHeight, filterWidth, inHeight, inWidth, strideHeight, strideWidth } = info;
  const sparse = insertZeros(dy, strideHeight, strideWidth);
  const top = filterHeight - 1 - info.padInfo.top;
  const left = filterWidth - 1 - info.padInfo.left;
  return padOrCrop(sparse, {
    top,
    left,
    bottom: inHeight + filterHeight - 1 - sparse.shape[1] - top,
    right: inWidth + filterWidth - 1 - sparse.shape[2] - left,
  });
}

function requireOneMultiplier(filterShape: readonly number[]): void {
  if (filterShape[3] !== 1) throw new Error('depthwise gradients need a channel multiplier of 1');
}
