import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import type { AdamWAttributes, AdamWInputs } from '../adam-w';
import { bindings, dispatch, makeTensor } from './device';
import { spread } from './spread';

/** One pass for parameter and both moments, where the composition takes thirteen. */
export function adamW(
  backend: WebGPUBackend,
  inputs: AdamWInputs,
  { learningRate, beta1, beta2, epsilon, weightDecay, step }: AdamWAttributes,
): tf.TensorInfo[] {
  const { parameter, gradient, m, v } = inputs;
  const outputs = [0, 1, 2].map(() => makeTensor(backend, parameter.shape));
  // What changes from step to step is data; the rest is part of the shader.
  const decay = 1 - learningRate * weightDecay;
  const rate = learningRate / (1 - beta1 ** step);
  const rootScale = 1 / Math.sqrt(1 - beta2 ** step);
  const rates = backend.makeTensorInfo([3], 'float32', Float32Array.of(decay, rate, rootScale));
  const { width, length, workgroups, at } = spread(parameter.size, 4);
  const named = ['p', 'g', 'm', 'v', 'out', 'm1', 'v1'];
  const shader = {
    key: `adamW ${beta1},${beta2},${epsilon},${width},${length}`,
    workgroups,
    code: () => `
${bindings(
  { p: length, g: length, m: length, v: length, rates: 3 },
  { out: length, m1: length, v1: length },
  width === 4 ? named : [],
)}
${at}
  let slope = g[i];
  let first = ${beta1} * m[i] + ${1 - beta1} * slope;
  let second = ${beta2} * v[i] + ${1 - beta2} * slope * slope;
  m1[i] = first;
  v1[i] = second;
  out[i] = p[i] * rates[0] - rates[1] * first / (sqrt(second) * rates[2] + ${epsilon});
}`,
  };
  dispatch(backend, shader, [parameter, gradient, m, v, rates], outputs);
  backend.disposeData(rates.dataId);
  return outputs;
}
