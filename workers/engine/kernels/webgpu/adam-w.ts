import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import type { AdamWAttributes, AdamWInputs } from '../adam-w';
import { bindings, dispatch, makeTensor, workgroupsFor } from './device';

const size = 64;

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
  const shader = {
    key: `adamW ${beta1},${beta2},${epsilon}`,
    workgroups: workgroupsFor(parameter.size, size),
    code: () => `
${bindings({ p: null, g: null, m: null, v: null, rates: 3 }, { p1: null, m1: null, v1: null })}
@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * ${size}u + id.x;
  if (i >= arrayLength(&p1)) { return; }
  let first = ${beta1} * m[i] + ${1 - beta1} * g[i];
  let second = ${beta2} * v[i] + ${1 - beta2} * g[i] * g[i];
  m1[i] = first;
  v1[i] = second;
  p1[i] = p[i] * rates[0] - rates[1] * first / (sqrt(second) * rates[2] + ${epsilon});
}`,
  };
  dispatch(backend, shader, [parameter, gradient, m, v, rates], outputs);
  backend.disposeData(rates.dataId);
  return outputs;
}
