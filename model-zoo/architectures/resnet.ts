/**
 * Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
 *
 * timm's `resnet`: stride in the first 3x3 of a block, 1x1 projection with batch norm as downsample.
 */
import { buildGraph, type GraphBuilder, inputId } from '../graph/builder';
import type { NodeId } from '../graph/types';
import type { Architecture } from './architecture';

interface Config {
  /** Basic blocks per stage. */
  layers: readonly number[];
  /** Filters per stage. */
  channels: readonly number[];
}

const stemChannels = 64;
const epsilon = 1e-5;

const configs = {
  resnet18: { layers: [2, 2, 2, 2], channels: [64, 128, 256, 512] },
  tiny_resnet: { layers: [1, 1, 1, 1], channels: [16, 16, 24, 32] },
} satisfies Record<string, Config>;

function basicBlock(
  g: GraphBuilder,
  prefix: string,
  input: NodeId,
  block: { filters: number; stride: number; project: boolean },
): NodeId {
  const { filters, stride, project } = block;
  let x = g.conv2d(`${prefix}.conv1`, input, { filters, kernel: 3, stride });
  x = g.batchNorm(`${prefix}.bn1`, x, epsilon);
  x = g.activation(`${prefix}.act1`, x, 'relu');
  x = g.conv2d(`${prefix}.conv2`, x, { filters, kernel: 3 });
  x = g.batchNorm(`${prefix}.bn2`, x, epsilon);
  let shortcut = input;
  if (project) {
    shortcut = g.conv2d(`${prefix}.downsample.0`, input, { filters, kernel: 1, stride });
    shortcut = g.batchNorm(`${prefix}.downsample.1`, shortcut, epsilon);
  }
  x = g.add(`${prefix}.add`, x, shortcut);
  return g.activation(`${prefix}.act2`, x, 'relu');
}

function resnet(name: string, config: Config): Architecture {
  return ({ inputSize, classes }) => {
    const g = buildGraph(name, [...inputSize, 3]);
    let x = g.conv2d('conv1', inputId, { filters: stemChannels, kernel: 7, stride: 2 });
    x = g.batchNorm('bn1', x, epsilon);
    x = g.activation('act1', x, 'relu');
    x = g.maxPool('maxpool', x, { kernel: 3, stride: 2 });
    g.stage('stem', x);
    let width = stemChannels;
    config.layers.forEach((blocks, index) => {
      const filters = config.channels[index]!;
      for (let block = 0; block < blocks; block++) {
        const stride = index > 0 && block === 0 ? 2 : 1;
        const project = stride > 1 || width !== filters;
        x = basicBlock(g, `layer${index + 1}.${block}`, x, { filters, stride, project });
        width = filters;
      }
      g.stage(`layer${index + 1}`, x);
    });
    const pooled = g.globalAveragePool('global_pool', x);
    return g.finish({ features: x, pooled, classifier: 'fc', classes });
  };
}

export const resnet18 = resnet('resnet18', configs.resnet18);
export const tinyResnet = resnet('tiny_resnet', configs.tiny_resnet);
