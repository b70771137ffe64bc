/**
 * EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
 * https://arxiv.org/abs/1905.11946, and EfficientNet-Lite
 * (https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite): no
 * squeeze-and-excitation, ReLU6, and in the `tf_` models TensorFlow's padding and epsilon.
 */
import { buildGraph, inputId } from '../graph/builder';
import type { Architecture } from './architecture';
import {
  type BlockRow,
  inverted,
  type MobileStyle,
  mobileStages,
  normActivation,
  padded,
  separable,
} from './mobile-blocks';

interface Config {
  style: MobileStyle;
  stem: number;
  stages: readonly (readonly BlockRow[])[];
  /** Width of the last feature map and of the pooled features. */
  features: number;
}

const standard: MobileStyle = {
  activation: 'silu',
  epsilon: 1e-5,
  padding: 'symmetric',
  squeeze: { reduced: (width) => Math.round(width / 4), activation: 'silu', gate: 'sigmoid' },
};
const tensorflowLite: MobileStyle = {
  activation: 'relu6',
  epsilon: 1e-3,
  padding: 'same',
  squeeze: null,
};

/** B0 and Lite0 differ in nothing but squeeze-and-excitation and style. */
function b0(squeeze: boolean): BlockRow[][] {
  return [
    [separable(3, 1, 16, { squeeze })],
    [inverted(2, 3, 2, 6, 24, { squeeze })],
    [inverted(2, 5, 2, 6, 40, { squeeze })],
    [inverted(3, 3, 2, 6, 80, { squeeze })],
    [inverted(3, 5, 1, 6, 112, { squeeze })],
    [inverted(4, 5, 2, 6, 192, { squeeze })],
    [inverted(1, 3, 1, 6, 320, { squeeze })],
  ];
}

function tiny(squeeze: boolean): BlockRow[][] {
  return [
    [separable(3, 1, 8, { squeeze })],
    [inverted(2, 3, 2, 3, 16, { squeeze })],
    [inverted(1, 5, 2, 3, 24, { squeeze })],
    [inverted(1, 3, 1, 3, 32, { squeeze })],
  ];
}

const configs = {
  efficientnet_b0: { style: standard, stem: 32, stages: b0(true), features: 1280 },
  tf_efficientnet_lite0: { style: tensorflowLite, stem: 32, stages: b0(false), features: 1280 },
  tiny_efficientnet: { style: standard, stem: 8, stages: tiny(true), features: 64 },
  tiny_efficientnet_lite: { style: tensorflowLite, stem: 8, stages: tiny(false), features: 64 },
} satisfies Record<string, Config>;

function efficientnet(name: string, { style, ...config }: Config): Architecture {
  return ({ inputSize, classes }) => {
    const g = buildGraph(name, [...inputSize, 3]);
    const stem = { filters: config.stem, stride: 2, ...padded(style, 3) };
    const conv = g.conv2d('conv_stem', inputId, stem);
    const start = normActivation(g, 'bn1', conv, style.epsilon, style.activation);
    g.stage('stem', start);
    const last = config.stages.length - 1;
    const { node } = mobileStages(
      g,
      style,
      config.stages,
      { node: start, channels: config.stem },
      (index, end) => {
        // The last stage goes on through the head: both are fine-tuned together.
        if (index < last) g.stage(`blocks.${index}`, end);
      },
    );
    const head = g.conv2d('conv_head', node, { filters: config.features, kernel: 1 });
    const features = normActivation(g, 'bn2', head, style.epsilon, style.activation);
    g.stage(`blocks.${last}`, features);
    const pooled = g.globalAveragePool('global_pool', features);
    return g.finish({ features, pooled, classifier: 'classifier', classes });
  };
}

export const efficientnetB0 = efficientnet('efficientnet_b0', configs.efficientnet_b0);
export const tfEfficientnetLite0 = efficientnet(
  'tf_efficientnet_lite0',
  configs.tf_efficientnet_lite0,
);
export const tinyEfficientnet = efficientnet('tiny_efficientnet', configs.tiny_efficientnet);
export const tinyEfficientnetLite = efficientnet(
  'tiny_efficientnet_lite',
  configs.tiny_efficientnet_lite,
);
