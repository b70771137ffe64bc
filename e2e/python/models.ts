/** Trained models as the exporters take them, with what they must answer. */
import * as tf from '@tensorflow/tfjs-core';
import type { Preprocessing } from '../../core/preprocessing/types';
import type { ArchitectureName } from '../../model-zoo/card';
import { readStoredModel } from '../../model-zoo/convert/cli/stored-model';
import type { TrainedModel } from '../../model-zoo/convert/exported';
import { readGraphModelWeights } from '../../model-zoo/convert/graph-model/read';
import { fillParameters } from '../../model-zoo/golden/fill';
import type { Parameters } from '../../model-zoo/graph/types';
import { backboneGraph, card } from '../../model-zoo/zoo';
import { execute } from '../../workers/engine/execute';
import { disposeAll, upload } from '../../workers/engine/parameters';

export const classes = ['café', 'disc', 'rows "wide"', 'Straße', '犬'];

interface Sample {
  readonly architecture: ArchitectureName;
  /** Weights of the zoo, or filled ones. */
  readonly stored: boolean;
  readonly inputSize?: Preprocessing['inputSize'];
}

/** Every tiny network, each family with trained weights, and inputs that are not the name's. */
export const samples: readonly Sample[] = [
  { architecture: 'tiny_mobilenetv3', stored: false },
  { architecture: 'tiny_resnet', stored: false, inputSize: [40, 57] },
  { architecture: 'tiny_efficientnet', stored: false },
  { architecture: 'tiny_efficientnet_lite', stored: false, inputSize: [57, 41] },
  { architecture: 'tiny_vit', stored: false },
  { architecture: 'mobilenetv3_large_100', stored: true },
  { architecture: 'resnet18', stored: true },
  { architecture: 'efficientnet_b0', stored: true },
  { architecture: 'tf_efficientnet_lite0', stored: true, inputSize: [128, 128] },
  { architecture: 'vit_tiny_patch16_224', stored: false, inputSize: [64, 64] },
];

/** Standard deviation that the logits are given: sure of some pictures, torn about others. */
const spread = 1.5;

/** `pictures`: what the classifier is scaled on, [H, W, 3] each, made for the sample's preprocessing. */
export async function sampleModel(
  { architecture, stored }: Sample,
  preprocessing: Preprocessing,
  pictures: readonly Uint8Array[],
): Promise<TrainedModel> {
  const graph = backboneGraph({ architecture, preprocessing }, classes.length);
  const filled = fillParameters(graph);
  const parameters = new Map([...filled, ...(stored ? await storedParameters(architecture) : [])]);
  const model = { architecture, graph, parameters, classes, preprocessing };
  const values = (await logits(model, pictures)).flat();
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.hypot(...values.map((value) => value - mean)) / Math.sqrt(values.length);
  for (const part of ['weight', 'bias']) {
    const name = `${graph.classifier}.${part}`;
    const { shape, data } = parameters.get(name)!;
    parameters.set(name, { shape, data: data.map((value) => (value * spread) / deviation) });
  }
  return model;
}

export function samplePreprocessing({ architecture, stored, inputSize }: Sample): Preprocessing {
  const { preprocessing } = card(stored ? architecture : 'tiny_vit');
  return inputSize ? { ...preprocessing, inputSize } : preprocessing;
}

async function storedParameters(id: string): Promise<Parameters> {
  const { json, shards } = await readStoredModel(id);
  return readGraphModelWeights(json, shards);
}

/** [N][classes], on the reference: the graph in training form on stock tfjs kernels and ours. */
export async function logits(
  { graph, parameters, preprocessing }: TrainedModel,
  pictures: readonly Uint8Array[],
): Promise<number[][]> {
  const { inputSize, mean, std } = preprocessing;
  const tensors = upload(graph, parameters);
  const normalised = pictures.map((picture) =>
    Float32Array.from(picture, (value, i) => (value / 255 - mean[i % 3]!) / std[i % 3]!),
  );
  const rows: number[][] = [];
  for (const picture of normalised) {
    const input = tf.tensor(picture, [1, ...inputSize, 3]);
    const [output] = execute(graph, tensors, input);
    rows.push([...(await output!.data())]);
    tf.dispose([input, output!]);
  }
  disposeAll(tensors);
  return rows;
}

export function softmax(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
}
