import * as tf from '@tensorflow/tfjs-core';
import { parameters as listParameters } from '../../model-zoo/graph/parameters';
import type { Graph, Parameters } from '../../model-zoo/graph/types';
import { runNaively } from './naive-graph';

export interface NaiveStep {
  /** Softmax cross-entropy before the step, which it takes. */
  step(
    inputs: { shape: number[]; data: Float32Array },
    labels: Int32Array,
    learningRate: number,
  ): Promise<number>;
}

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/**
 * Fine-tuning a tail by tfjs's own gradients and an AdamW written with ops, as tf.train.adam is,
 * decay decoupled and only on matrices: what the engine's step does, on stock tfjs.
 */
export function createNaiveStep(graph: Graph, values: Parameters, weightDecay: number): NaiveStep {
  const list = listParameters(graph);
  const variables = new Map<string, tf.Variable>(
    list.map(({ name, trainable }) => {
      const { data, shape } = values.get(name)!;
      return [name, tf.variable(tf.tensor(data, [...shape]), trainable)];
    }),
  );
  const trained = list
    .filter(({ trainable }) => trainable)
    .map(({ name, kind }) => {
      const variable = variables.get(name)!;
      const decay = kind === 'plain' ? 0 : weightDecay;
      const moments = [0, 1].map(() => tf.variable(tf.zerosLike(variable), false));
      return { variable, decay, m: moments[0], v: moments[1] };
    });
  const classes = variables.get(`${graph.classifier}.bias`)!.size;
  let steps = 0;

  function update(gradients: tf.NamedTensorMap, learningRate: number): void {
    const correction1 = 1 - beta1 ** steps;
    const correction2 = 1 - beta2 ** steps;
    for (const { variable, decay, m, v } of trained) {
      tf.tidy(() => {
        const gradient = gradients[variable.name];
        m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)));
        v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const root = tf.add(tf.sqrt(tf.div(v, correction2)), epsilon);
        const change = tf.mul(tf.div(tf.div(m, correction1), root), learningRate);
        variable.assign(tf.sub(tf.mul(variable, 1 - learningRate * decay), change));
      });
    }
  }

  return {
    async step(inputs, labels, learningRate) {
      steps += 1;
      const { value, grads } = tf.tidy(() => {
        const x = tf.tensor(inputs.data, inputs.shape);
        const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
        return tf.variableGrads(
          () =>
            tf.losses.softmaxCrossEntropy(targets, runNaively(graph, variables, x)) as tf.Scalar,
          trained.map(({ variable }) => variable),
        );
      });
      update(grads, learningRate);
      const [loss] = await value.data();
      tf.dispose([value, grads]);
      return loss;
    },
  };
}
