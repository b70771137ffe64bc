import { shapes } from '../../graph/shapes';
import type { TrainedModel } from '../exported';
import { modelArgs } from './model-args';

/**
 * timm's `config.json`, as its `save_config_for_hf` writes it: what `timm.create_model('local-dir:...')`
 * and the Hub build the model and its preprocessing from.
 */
export function timmConfig(model: TrainedModel): Record<string, unknown> {
  const { architecture, graph, classes, preprocessing } = model;
  const args = modelArgs(model);
  return {
    architecture,
    num_classes: classes.length,
    num_features: shapes(graph).get(graph.taps.features!)!.at(-1),
    label_names: classes,
    ...(Object.keys(args).length > 0 ? { model_args: args } : {}),
    pretrained_cfg: {
      tag: 'lensmith',
      custom_load: false,
      input_size: [3, ...preprocessing.inputSize],
      fixed_input_size: graph.nodes.some(({ op }) => op === 'addPositionEmbedding'),
      interpolation: preprocessing.interpolation,
      crop_pct: preprocessing.cropPct,
      crop_mode: 'center',
      mean: preprocessing.mean,
      std: preprocessing.std,
      num_classes: classes.length,
      pool_size: poolSize(model),
      first_conv: firstConvolution(model),
      classifier: graph.classifier,
    },
  };
}

/** Of the map that is pooled; null where tokens are. */
function poolSize({ graph }: TrainedModel): number[] | null {
  const shape = shapes(graph).get(graph.taps.features!)!;
  return shape.length === 3 ? [shape[0]!, shape[1]!] : null;
}

function firstConvolution({ graph }: TrainedModel): string | null {
  const first = graph.nodes.find((node) => node.op === 'conv2d');
  return first?.op === 'conv2d' ? first.weight.replace(/\.weight$/, '') : null;
}
