import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainedModel } from '../../../model-zoo/convert/exported';
import { tfjsFiles } from '../../../model-zoo/convert/graph-model/tfjs-files';
import { fillParameter } from '../../../model-zoo/golden/fill';
import { parameters } from '../../../model-zoo/graph/parameters';
import { foldBatchNorm } from '../../../model-zoo/graph/passes/fold-batch-norm';
import { backboneGraph, card } from '../../../model-zoo/zoo';
import {
  type HandWritten,
  mobilenetV3Large,
  resnet18,
  type Weights,
} from '../../peers/hand-written';
import { type DuelResult, relativeError, requireAgreement } from '../duels';
import { interleave, timed } from '../interleave';
import { startStock } from '../start-stock';

const classes = 10;
const rounds = 31;

const handWritten: Record<string, (weights: Weights) => HandWritten> = {
  resnet18,
  mobilenetv3_large_100: mobilenetV3Large,
};

/**
 * Milliseconds from one picture's pixels to its probabilities on stock tfjs-wasm, one thread: our
 * export loaded as a graph model, and the same network with the same weights written by hand.
 */
export async function exported(backbone: string): Promise<DuelResult> {
  await startStock();
  const model = filled(backbone);
  const graph = await loaded(model);
  const { weights, normalise } = ownTensors(model);
  const byHand = handWritten[backbone]!(weights);
  const [height, width] = model.preprocessing.inputSize;
  const shape: [number, number, number, number] = [1, height, width, 3];
  const pixels = Float32Array.from({ length: height * width * 3 }, (_, i) => (i * 7919) % 256);
  const answer = async (network: (image: tf.Tensor4D) => tf.Tensor) => {
    const probabilities = tf.tidy(() => network(tf.tensor4d(pixels, shape)));
    const values = await probabilities.data();
    probabilities.dispose();
    return values;
  };
  const ours = () => answer((image) => graph.execute({ image }, 'probabilities') as tf.Tensor);
  const peer = () => answer((image) => tf.softmax(byHand(normalise(image))));
  const error = relativeError(await ours(), await peer());
  requireAgreement(`export/${backbone}`, error);
  const duel = await interleave(
    () => timed(ours),
    () => timed(peer),
    { rounds, warmUp: 10 },
  );
  return { name: `export/${backbone}`, error, ...duel };
}

/** Values do not matter to the clock; these are computed from names. */
function filled(backbone: string): TrainedModel {
  const { architecture, preprocessing } = card(backbone);
  const graph = backboneGraph(card(backbone), classes);
  return {
    ...{ architecture, preprocessing, graph },
    parameters: new Map(parameters(graph).map((p) => [p.name, fillParameter(p)])),
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
  };
}

function loaded(model: TrainedModel) {
  const files = new Map(tfjsFiles(model, { precision: 'fp32' }).map((file) => [file.path, file]));
  return loadGraphModel('tfjs/model.json', {
    fetchFunc: async (path) => {
      const file = files.get(String(path));
      const type = String(path).endsWith('.json') ? 'application/json' : 'application/octet-stream';
      const headers = { 'content-type': type };
      return new Response(file ? new Blob([...file.content()]) : null, { headers });
    },
  });
}

function ownTensors({ graph, parameters: values, preprocessing }: TrainedModel) {
  const folded = foldBatchNorm(graph, values).parameters;
  const made = new Map<string, tf.Tensor>();
  const weights: Weights = (name) => {
    const known = made.get(name);
    if (known) return known;
    const value = folded.get(name);
    if (!value) throw new Error(`there is no ${name}`);
    // The first asks inside a tidy, and all others want it again.
    const tensor = tf.keep(tf.tensor(value.data as Float32Array, [...value.shape]));
    made.set(name, tensor);
    return tensor;
  };
  const scale = tf.tensor1d(preprocessing.std.map((std) => 1 / (255 * std)));
  const shift = tf.tensor1d(preprocessing.mean.map((mean, c) => mean / preprocessing.std[c]!));
  const normalise = (image: tf.Tensor4D): tf.Tensor4D => tf.sub(tf.mul(image, scale), shift);
  return { weights, normalise };
}
