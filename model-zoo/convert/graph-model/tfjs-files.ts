import { requireFit } from '../../graph/fit';
import { type ExportedFile, fileOf, type TrainedModel } from '../exported';
import { classifierDef } from './classifier';
import { tensorShape } from './graph-def';
import { shardNames, shardsOf } from './shards';
import type { GraphModelJson, SignatureTensor } from './types';
import { producer } from './write';

/**
 * A classifier as a tfjs graph model for stock `tf.loadGraphModel`: `tfjs/model.json` and shards of
 * at most 4 MiB, in inference form, in operations that every tfjs backend has. Input `image` float32
 * [N, H, W, 3], 0..255 (normalised inside); outputs `probabilities` and `logits`, float32
 * [N, classes]. `fp16`: parameters are stored as halves, which tfjs widens as it loads. `userDefinedMetadata` (the loaded model's `metadata`): `architecture`, `labels`,
 * `preprocessing`.
 *
 * Throws weightsMismatch when a parameter is missing or has another shape.
 */
export function tfjsFiles(
  model: TrainedModel,
  { precision }: { precision: 'fp32' | 'fp16' },
): ExportedFile[] {
  const { architecture, classes, preprocessing } = model;
  requireFit(architecture, model.graph, model.parameters);
  const def = classifierDef(model, precision === 'fp16');
  const shards = shardsOf(def.tensors);
  const paths = shardNames(shards.length);
  const json: GraphModelJson = {
    format: 'graph-model',
    generatedBy: 'Lensmith',
    convertedBy: 'Lensmith',
    signature: {
      inputs: { image: signature('image', [...preprocessing.inputSize, 3]) },
      outputs: {
        probabilities: signature('probabilities', [classes.length]),
        logits: signature('logits', [classes.length]),
      },
    },
    userDefinedMetadata: { architecture, labels: classes, preprocessing },
    modelTopology: { node: def.nodes, library: {}, versions: { producer } },
    weightsManifest: [{ paths, weights: def.tensors.map(({ entry }) => entry) }],
  };
  return [
    fileOf('tfjs/model.json', JSON.stringify(json)),
    ...shards.map(({ bytes, pieces }, i) => ({
      path: `tfjs/${paths[i]}`,
      bytes,
      content: pieces,
    })),
  ];
}

function signature(name: string, shape: readonly number[]): SignatureTensor {
  return { name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: tensorShape([-1, ...shape]) };
}
