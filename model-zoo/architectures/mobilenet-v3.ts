/**
 * Searching for MobileNetV3, https://arxiv.org/abs/1905.02244
 *
 * timm's `mobilenetv3`: the "efficient head" convolves after pooling, with a bias and no batch norm.
 */
import { buildGraph, inputId } from '../graph/builder';
import type { Architecture } from './architecture';
import {
  type BlockRow,
  inverted,
  type MobileStyle,
  makeDivisible,
  mobileStages,
  normActivation,
  padded,
  separable,
} from './mobile-blocks';

interface Config {
  stem: number;
  stages: readonly (readonly BlockRow[])[];
  /** Width of the 1x1 convolution that ends the stages. */
  last: number;
  /** Pooled features. */
  features: number;
}

const style: MobileStyle = {
  activation: 'hardSwish',
  epsilon: 1e-5,
  padding: 'symmetric',
  squeeze: {
    reduced: (_width, inner) => makeDivisible(inner / 4),
    activation: 'relu',
    gate: 'hardSigmoid',
  },
};

const relu = { activation: 'relu' } as const;
const squeeze = { squeeze: true };

const configs = {
  mobilenetv3_large_100: {
    stem: 16,
    stages: [
      [separable(3, 1, 16, relu)],
      [inverted(1, 3, 2, 4, 24, relu), inverted(1, 3, 1, 3, 24, relu)],
      [inverted(3, 5, 2, 3, 40, { ...relu, ...squeeze })],
      [inverted(1, 3, 2, 6, 80), inverted(1, 3, 1, 2.5, 80), inverted(2, 3, 1, 2.3, 80)],
      [inverted(2, 3, 1, 6, 112, squeeze)],
      [inverted(3, 5, 2, 6, 160, squeeze)],
    ],
    last: 960,
    features: 1280,
  },
  tiny_mobilenetv3: {
    stem: 8,
    stages: [
      [separable(3, 1, 8, relu)],
      [inverted(1, 3, 2, 3, 16, { ...relu, ...squeeze }), inverted(1, 3, 1, 2.5, 16)],
      [inverted(2, 5, 2, 2, 24, squeeze)],
    ],
    last: 48,
    features: 64,
  },
} satisfies Record<string, Config>;

function mobilenetV3(name: string, config: Config): Architecture {
  return ({ inputSize, classes }) => {
    const g = buildGraph(name, [...inputSize, 3]);
    const stem = { filters: config.stem, stride: 2, ...padded(style, 3) };
    const conv = g.conv2d('conv_stem', inputId, stem);
    const start = normActivation(g, 'bn1', conv, style.epsilon, style.activation);
    g.stage('stem', start);
    const last: BlockRow = {
      block: 'convolution',
      repeat: 1,
      kernel: 1,
      stride: 1,
      channels: config.last,
      expansion: 1,
      squeeze: false,
    };
    const stages = [...config.stages, [last]];
    const { node: features } = mobileStages(
      g,
      style,
      stages,
      { node: start, channels: config.stem },
      (index, end) => {
        // The last stage goes on through the head: both convolutions are fine-tuned together.
        if (index + 1 < stages.length) g.stage(`blocks.${index}`, end);
      },
    );
    let x = g.globalAveragePool('global_pool', features, true);
    x = g.conv2d('conv_head', x, { filters: config.features, kernel: 1, bias: true });
    x = g.activation('act2', x, style.activation);
    const pooled = g.reshape('flatten', x, [config.features]);
    g.stage(`blocks.${stages.length - 1}`, pooled);
    return g.finish({ features, pooled, classifier: 'classifier', classes });
  };
}

export const mobilenetv3Large100 = mobilenetV3(
  'mobilenetv3_large_100',
  configs.mobilenetv3_large_100,
);
export const tinyMobilenetv3 = mobilenetV3('tiny_mobilenetv3', configs.tiny_mobilenetv3);
