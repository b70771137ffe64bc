import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
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
 * `torch.optim.AdamW`. Consumes nothing; returns new [parameter, m, v].
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

/** One pass over tfjs's WASM memory, where the composition would take thirteen. */
function onWasm(inputs: AdamWInputs, a: AdamWAttributes): tf.TensorInfo[] {
  const backend = tf.backend() as BackendWasm;
  const { learningRate, beta1, beta2, epsilon, weightDecay, step } = a;
  const shape = inputs.parameter.shape;
  const outputs = [0, 1, 2].map(() => backend.makeOutput(shape, 'float32'));
  // Views are taken after all allocation: growing the memory would detach them.
  const view = (tensor: tf.TensorInfo) => backend.typedArrayFromHeap(tensor) as Float32Array;
  const [p, g, m, v] = [inputs.parameter, inputs.gradient, inputs.m, inputs.v].map(view) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [p1, m1, v1] = outputs.map(view) as [Float32Array, Float32Array, Float32Array];
  const decay = 1 - learningRate * weightDecay;
  const rate = learningRate / (1 - beta1 ** step);
  const rootScale = 1 / Math.sqrt(1 - beta2 ** step);
  for (let i = 0; i < p.length; i++) {
    const gradient = g[i]!;
    const first = beta1 * m[i]! + (1 - beta1) * gradient;
    const second = beta2 * v[i]! + (1 - beta2) * gradient * gradient;
    m1[i] = first;
    v1[i] = second;
    p1[i] = p[i]! * decay - (rate * first) / (Math.sqrt(second) * rootScale + epsilon);
  }
  return outputs;
}

for (const backendName of backends) {
  const update = backendName === 'wasm' ? onWasm : composed;
  tf.registerKernel({
    kernelName: name,
    backendName,
    kernelFunc: ({ inputs, attrs }) => update(inputs as never, attrs as never),
  });
}
