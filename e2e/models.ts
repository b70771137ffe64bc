import { type Zippable, zipSync } from 'fflate';
import type { Preprocessing } from '../core/preprocessing/types';
import { experimentOf, runOf } from '../core/store/fixtures';
import { architectures } from '../model-zoo/architectures';
import { timmFiles } from '../model-zoo/convert/torch/timm';
import { fillParameters } from '../model-zoo/golden/fill';

type Tiny = 'tiny_resnet' | 'tiny_vit';

/** As on the tiny cards, which Playwright's loader cannot read. */
const preprocessing: Preprocessing = {
  ...{ inputSize: [32, 32], cropPct: 0.875, interpolation: 'bicubic' },
  ...{ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
};

export const tinyClasses = ['cat', 'dog', 'fox'];

/** A tiny classifier's weights as they are exported; its numbers are computed, not trained. */
export function tinyWeights(architecture: Tiny = 'tiny_resnet'): Buffer {
  const classes = tinyClasses.length;
  const graph = architectures[architecture]({ inputSize: preprocessing.inputSize, classes });
  const parameters = fillParameters(graph);
  const [weights] = timmFiles({
    ...{ architecture, graph, parameters, classes: tinyClasses, preprocessing },
  });
  return Buffer.concat([...weights.content()]);
}

/** The same with what an import needs to make the run of it that it was. */
export function tinyBundle(
  backbone: Tiny = 'tiny_resnet',
  weights = tinyWeights(backbone),
): Buffer {
  const run = runOf(`${backbone}-head-e2e`, {
    ...{ backbone, classes: tinyClasses, status: 'finished', endedAt: 2 },
    calibration: { temperature: 1.2, threshold: 0.05 },
  });
  const experiment = experimentOf('of e2e', { name: 'pets', status: 'finished' });
  const dataset = { id: 'pets', name: 'pets.zip', hash: 'nowhere to be found' };
  const record = JSON.stringify({ version: 1, run, experiment, dataset });
  const files: Zippable = {
    'model.safetensors': [weights, { level: 0 }],
    'lensmith.json': Buffer.from(record),
  };
  return Buffer.from(zipSync(files));
}
