import * as tf from '@tensorflow/tfjs-core';
import type { ExplicitPadding } from '../../../model-zoo/graph/padding';

export type ConvInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

export function convInfo(
  inputShape: [number, number, number, number],
  filterShape: [number, number, number, number],
  attributes: {
    strides: number | [number, number];
    pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  },
  depthwise: boolean,
): ConvInfo {
  const { strides, pad, dimRoundingMode } = attributes;
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

/**
 * What each filter tap sees, in row-major tap order: kh * kw tensors [N, outHeight, outWidth, C].
 * A stride is taken apart into phases first, so that only contiguous slices are needed.
 */
export function taps(x: tf.Tensor4D, info: ConvInfo): tf.Tensor4D[] {
  const { filterHeight, filterWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { top, left } = info.padInfo;
  // Whole phases: room for the last tap's last row and column, rounded up to the stride.
  const height = Math.ceil(((outHeight - 1) * strideHeight + filterHeight) / strideHeight);
  const width = Math.ceil(((outWidth - 1) * strideWidth + filterWidth) / strideWidth);
  const padded = padOrCrop(x, {
    top,
    left,
    bottom: height * strideHeight - x.shape[1] - top,
    right: width * strideWidth - x.shape[2] - left,
  });
  const [n, , , channels] = x.shape;
  const phases = new Map<number, tf.Tensor4D>();
  const phase = (row: number, column: number): tf.Tensor4D => {
    const key = row * strideWidth + column;
    const known = phases.get(key);
    if (known) return known;
    const made: tf.Tensor4D = tf.reshape(
      tf.slice(
        tf.reshape(padded, [n * height, strideHeight, width, strideWidth * channels]),
        [0, row, 0, column * channels],
        [n * height, 1, width, channels],
      ),
      [n, height, width, channels],
    );
    phases.set(key, made);
    return made;
  };
  const result: tf.Tensor4D[] = [];
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      result.push(
        tf.slice(
          phase(i % strideHeight, j % strideWidth),
          [0, Math.floor(i / strideHeight), Math.floor(j / strideWidth), 0],
          [n, outHeight, outWidth, channels],
        ),
      );
    }
  }
  return result;
}

/** [N, H, W, C] -> [N, H * strideHeight, W * strideWidth, C], each pixel followed by zeros. */
export function insertZeros(
  x: tf.Tensor4D,
  strideHeight: number,
  strideWidth: number,
): tf.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return x;
  const [n, height, width, channels] = x.shape;
  const wide = tf.pad(tf.reshape(x, [n * height * width, 1, channels]), [
    [0, 0],
    [0, strideWidth - 1],
    [0, 0],
  ]);
  const row = width * strideWidth * channels;
  const high = tf.pad(tf.reshape(wide, [n * height, 1, row]), [
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
  ]);
  return tf.reshape(high, [n, height * strideHeight, width * strideWidth, channels]);
}

/** Zero padding per side; a negative side is cut off. */
export function padOrCrop(x: tf.Tensor4D, sides: ExplicitPadding): tf.Tensor4D {
  const { top, right, bottom, left } = sides;
  const [n, height, width, channels] = x.shape;
  const cropped =
    Math.min(top, right, bottom, left) >= 0
      ? x
      : tf.slice(
          x,
          [0, Math.max(-top, 0), Math.max(-left, 0), 0],
          [
            n,
            height + Math.min(top, 0) + Math.min(bottom, 0),
            width + Math.min(left, 0) + Math.min(right, 0),
            channels,
          ],
        );
  if (Math.max(top, right, bottom, left) <= 0) return cropped;
  return tf.pad(cropped, [
    [0, 0],
    [Math.max(top, 0), Math.max(bottom, 0)],
    [Math.max(left, 0), Math.max(right, 0)],
    [0, 0],
  ]);
}

/**
 * The filter turned by 180 degrees, each tap's [a, b] matrix transposed where asked. Put together
 * from slices: tfjs-wasm's reverse goes value by value and took as long as the convolution itself.
 */
export function flipTaps(filter: tf.Tensor4D, transposed: boolean): tf.Tensor4D {
  const [height, width, a, b] = filter.shape;
  const count = height * width;
  const flat = tf.reshape(filter, [count, a, b]);
  const turned = Array.from({ length: count }, (_, i) => {
    const tap = tf.reshape(tf.slice(flat, [count - 1 - i, 0, 0], [1, a, b]), [a, b]);
    return transposed ? tf.transpose(tap) : tap;
  });
  const shape: [number, number, number, number] = [
    height,
    width,
    transposed ? b : a,
    transposed ? a : b,
  ];
  return tf.reshape(tf.concat(turned, 0), shape);
}
