import * as tf from '@tensorflow/tfjs-core';
import type { TailState } from '../../../core/contract/engine';
import { parameters as listParameters } from '../../../model-zoo/graph/parameters';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import { execute } from '../execute';
import { weightedCrossEntropy } from '../kernels/cross-entropy';
import { disposeAll, download, upload } from '../parameters';
import { createAdamW } from './adam-w';

/** The trainable end of a network on the device, with its optimiser. */
export interface Tail {
  readonly graph: Graph;
  /** One AdamW step on a batch; consumes `inputs`. The loss is the weighted mean over rows. */
  step(
    inputs: tf.Tensor,
    labels: Int32Array,
    sampleWeights: Float32Array,
    learningRate: number,
  ): Promise<{ loss: number; correct: number }>;
  /** The gradients `step` would go by, flat; consumes `inputs`. */
  gradients(
    inputs: tf.Tensor,
    labels: Int32Array,
    sampleWeights: Float32Array,
  ): Promise<{ loss: number; correct: number; gradients: Float32Array }>;
  /** One AdamW step on gradients as `gradients` lays them out. */
  apply(gradients: Float32Array, learningRate: number): void;
  /** [N, classes]; consumes `inputs`. */
  logits(inputs: tf.Tensor): Promise<Float32Array>;
  save(withMoments: boolean): Promise<TailState>;
  dispose(): void;
}

/**
 * `graph` is the tail in training form, ending in logits; `values` has all it reads. Batch norm uses
 * its running statistics and trains scale and shift.
 */
export function createTail(
  graph: Graph,
  values: Parameters,
  weightDecay: number,
  saved: Pick<TailState, 'moments' | 'step'> = { moments: [], step: 0 },
): Tail {
  const tensors = upload(graph, values);
  const list = listParameters(graph);
  const trainable = list.filter((p) => p.trainable).map((p) => p.name);
  // Plain parameters are the biases, norms, tokens and embeddings.
  const undecayed = new Set(list.filter((p) => p.kind === 'plain').map((p) => p.name));
  const optimiser = createAdamW({ weightDecay, undecayed }, saved);
  const classes = tensors.get(`${graph.classifier}.bias`)!.size;

  /** Loss, logits and gradients, which the caller disposes of. */
  function backward(inputs: tf.Tensor, labels: Int32Array, sampleWeights: Float32Array) {
    return tf.tidy(() => {
      const targets = tf.tensor2d(oneHot(labels, classes), [labels.length, classes]);
      const weights = tf.tensor1d(normalised(sampleWeights));
      const points = trainable.map((name) => tensors.get(name)!);
      let output: tf.Tensor | null = null;
      const { value, grads } = tf.engine().gradients(() => {
        output = tf.keep(execute(graph, tensors, inputs)[0]!);
        return weightedCrossEntropy(output, targets, weights);
      }, points);
      return { loss: value, logits: output!, gradients: grads };
    });
  }

  /** What a step reports; disposes of loss and logits. */
  async function report(
    { loss, logits }: { loss: tf.Tensor; logits: tf.Tensor },
    labels: Int32Array,
    sampleWeights: Float32Array,
  ) {
    const [[value], scores] = await Promise.all([loss.data(), logits.data()]);
    tf.dispose([loss, logits]);
    return { loss: value!, correct: countCorrect(scores, labels, sampleWeights) };
  }

  return {
    graph,
    async step(inputs, labels, sampleWeights, learningRate) {
      const { gradients, ...outcome } = backward(inputs, labels, sampleWeights);
      optimiser.update(
        tensors,
        new Map(trainable.map((name, i) => [name, gradients[i]!])),
        learningRate,
      );
      inputs.dispose();
      return report(outcome, labels, sampleWeights);
    },
    async gradients(inputs, labels, sampleWeights) {
      const { gradients, ...outcome } = backward(inputs, labels, sampleWeights);
      inputs.dispose();
      const parts = await Promise.all(gradients.map((gradient) => gradient.data()));
      tf.dispose(gradients);
      const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let offset = 0;
      for (const part of parts) {
        flat.set(part, offset);
        offset += part.length;
      }
      return { ...(await report(outcome, labels, sampleWeights)), gradients: flat };
    },
    apply(gradients, learningRate) {
      let offset = 0;
      const byName = new Map<string, tf.Tensor>();
      for (const name of trainable) {
        const { shape, size } = tensors.get(name)!;
        byName.set(name, tf.tensor(gradients.subarray(offset, offset + size), shape));
        offset += size;
      }
      optimiser.update(tensors, byName, learningRate);
    },
    async logits(inputs) {
      const output = execute(graph, tensors, inputs)[0]!;
      const data = await output.data();
      tf.dispose([output, inputs]);
      return data as Float32Array;
    },
    async save(withMoments) {
      return {
        parameters: await download(tensors),
        moments: withMoments ? await optimiser.save() : [],
        step: optimiser.step,
      };
    },
    dispose() {
      optimiser.dispose();
      disposeAll(tensors);
    },
  };
}

function oneHot(labels: Int32Array, classes: number): Float32Array {
  const result = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    result[row * classes + label] = 1;
  });
  return result;
}

/** Weights that sum to 1, so that the summed loss is the weighted mean; all zero stays zero. */
function normalised(weights: Float32Array): Float32Array {
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum === 0 ? weights : weights.map((weight) => weight / sum);
}

function countCorrect(
  logits: ArrayLike<number>,
  labels: Int32Array,
  sampleWeights: Float32Array,
): number {
  const classes = logits.length / labels.length;
  let correct = 0;
  for (let row = 0; row < labels.length; row++) {
    if (sampleWeights[row] === 0) continue;
    let best = 0;
    for (let c = 1; c < classes; c++) {
      if (logits[row * classes + c]! > logits[row * classes + best]!) best = c;
    }
    if (best === labels[row]) correct += 1;
  }
  return correct;
}
