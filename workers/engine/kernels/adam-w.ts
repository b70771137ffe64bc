import * as tf from '@tensorflow/tfjs-core';
import { backends } from './define';

export interface AdamWInputs {
  parameter: tf.Tensor;
  gradient: tf.Tensor;
  /** First and second moment. */
  m: tf.Tensor;
  v: tf.Tensor;
}

export interface AdamWAttributes {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** Counted from 1. */
  step: number;
}

const name = 'AdamW';

/**
 * One update with decoupled weight decay (Loshchilov & Hutter 2019), in the order of PyTorch's
 * `torch.optim.AdamW`. Returns [parameter, m, v]. On WASM they share the data of those given, updated in
 * place; so the caller disposes of `parameter`, `m` and `v` without reading them again.
 */
export function adamWUpdate(
  inputs: AdamWInputs,
  attributes: AdamWAttributes,
): [parameter: tf.Tensor, m: tf.Tensor, v: tf.Tensor] {
  return tf.engine().runKernel(name, inputs as never, attributes as never) as unknown as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
}

function composed({ parameter, gradient, m, v }: AdamWInputs, a: AdamWAttributes): tf.Tensor[] {
  const { learningRate, beta1, beta2, epsilon, weightDecay, step } = a;
  return tf.tidy(() => {
    const m1 = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
    const v1 = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const rootCorrection = Math.sqrt(1 - beta2 ** step);
    const denominator = tf.add(tf.div(tf.sqrt(v1), rootCorrection), epsilon);
    const change = tf.mul(tf.div(m1, denominator), learningRate / (1 - beta1 ** step));
    const decayed =
      weightDecay === 0 ? parameter : tf.mul(parameter, 1 - learningRate * weightDecay);
    return [tf.sub(decayed, change), m1, v1];
  });
}

for (const backendName of backends) {
  tf.registerKernel({
    kernelName: name,
    backendName,
    kernelFunc: ({ inputs, attrs }) => composed(inputs as never, attrs as never),
  });
}
