import * as tf from '@tensorflow/tfjs-core';
import { startWasm, startWebgpu } from './backend';
import type { NativeCode } from './native/module';
import { nativeBuilds } from './native/testing';

export type TestBackend = 'cpu' | 'wasm' | 'webgpu';

let builds: NativeCode[] | undefined;

/** The fastest build that this Node can run. */
async function native(): Promise<NativeCode> {
  builds ??= await nativeBuilds();
  return builds[0]!;
}

let adapter: GPUAdapter | null | undefined;

/**
 * Dawn's adapter in Node, or null where there is none. Software rendering comes with Chromium:
 * VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json.
 */
export async function webgpuAdapter(): Promise<GPUAdapter | null> {
  if (adapter !== undefined) return adapter;
  const dawn = await import('webgpu');
  Object.assign(globalThis, dawn.globals, { navigator: { gpu: dawn.create([]) } });
  adapter = await navigator.gpu.requestAdapter();
  return adapter;
}

/** For tests in Node: makes a backend current. Throws where it cannot be had. */
export async function useBackend(name: TestBackend): Promise<void> {
  if (name === 'wasm') return startWasm(undefined, await native());
  if (name === 'webgpu') {
    const found = await webgpuAdapter();
    if (!found) throw new Error('there is no WebGPU adapter');
    return startWebgpu(await found.requestDevice(), found.info);
  }
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
}

/** A [shape] tensor of reproducible values in [-1, 1). */
export function sample(shape: readonly number[], seed = 1): tf.Tensor {
  let state = seed * 0x9e3779b9;
  const values = new Float32Array(tf.util.sizeFromShape([...shape]));
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = (state >>> 8) / 2 ** 23 - 1;
  }
  return tf.tensor(values, [...shape]);
}

/** Largest difference over the largest magnitude of `expected`. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(d)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, d);
    magnitude = Math.max(magnitude, Math.abs(expected[i]!));
  }
  return difference / Math.max(magnitude, 1e-12);
}

/**
 * Largest relative error of `f`'s gradients against central differences along random directions of
 * each input, relative to |gradient| |direction|. Both sides weigh the outputs at random and sum in
 * float64. `f` must not consume.
 */
export async function gradientError(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  h: number,
): Promise<number> {
  const shape = tf.tidy(() => f(...inputs).shape);
  const weights = sample(shape, 99);
  const weightValues = await weights.data();
  const loss = async (at: tf.Tensor[]) => {
    const y = tf.tidy(() => f(...at));
    const values = await y.data();
    y.dispose();
    return dot(values, weightValues);
  };
  const gradients = tf.tidy(() => tf.grads((...at) => f(...at))([...inputs], weights));
  weights.dispose();
  let worst = 0;
  for (const [i, input] of inputs.entries()) {
    const gradient = await gradients[i]!.data();
    for (const seed of [11, 12, 13]) {
      const direction = sample(input.shape, seed + i);
      const direct = await direction.data();
      const ends: number[] = [];
      for (const step of [h, -h]) {
        const moved = tf.tidy(() => tf.add(input, tf.mul(direction, step)));
        ends.push(await loss(inputs.map((other, j) => (j === i ? moved : other))));
        moved.dispose();
      }
      direction.dispose();
      const numeric = (ends[0]! - ends[1]!) / (2 * h);
      const scale = Math.sqrt(dot(gradient, gradient) * dot(direct, direct));
      const error = Math.abs(numeric - dot(gradient, direct)) / Math.max(scale, 1e-6);
      // Not Math.max: a NaN has to count as worst.
      if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    }
  }
  tf.dispose(gradients);
  return worst;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
