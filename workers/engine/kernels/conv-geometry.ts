import * as tf from '@tensorflow/tfjs-core';

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
