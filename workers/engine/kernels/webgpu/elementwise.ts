import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { bindings, compute, workgroupsFor } from './device';

const size = 64;

/** WGSL that both a function and its gradient use. */
const helpers = `
// Abramowitz & Stegun 7.1.26, as tfjs: off by at most 1.5e-7.
fn normalCdf(x: f32) -> f32 {
  let z = abs(x) * ${Math.SQRT1_2};
  let t = 1.0 / (1.0 + 0.3275911 * z);
  let poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  let tail = 0.5 * poly * exp(-z * z);
  return select(tail, 1.0 - tail, x >= 0.0);
}
fn hardSigmoid(x: f32) -> f32 { return clamp(x + 3.0, 0.0, 6.0) * ${1 / 6}; }
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn inside(x: f32, low: f32, high: f32) -> f32 { return select(0.0, 1.0, x > low && x < high); }`;

/** One expression for each value, over the inputs' names; float32 of one shape in and out. */
export const expressions = {
  HardSwish: { inputs: ['x'], value: 'x * hardSigmoid(x)' },
  HardSwishGrad: {
    inputs: ['dy', 'x'],
    value: `dy * (hardSigmoid(x) + x * inside(x, -3.0, 3.0) * ${1 / 6})`,
  },
  HardSigmoid: { inputs: ['x'], value: 'hardSigmoid(x)' },
  HardSigmoidGrad: { inputs: ['dy', 'x'], value: `dy * inside(x, -3.0, 3.0) * ${1 / 6}` },
  Silu: { inputs: ['x'], value: 'x * sigmoid(x)' },
  SiluGrad: {
    inputs: ['dy', 'x'],
    value: 'dy * sigmoid(x) * (1.0 + x * (1.0 - sigmoid(x)))',
  },
  Gelu: { inputs: ['x'], value: 'x * normalCdf(x)' },
  GeluGrad: {
    inputs: ['dy', 'x'],
    value: `dy * (normalCdf(x) + x * exp(-0.5 * x * x) * ${1 / Math.sqrt(2 * Math.PI)})`,
  },
  ReluGrad: { inputs: ['dy', 'y'], value: 'select(0.0, dy, y > 0.0)' },
  Relu6Grad: { inputs: ['dy', 'y'], value: 'dy * inside(y, 0.0, 6.0)' },
  SigmoidGrad: { inputs: ['dy', 'y'], value: 'dy * y * (1.0 - y)' },
} satisfies Record<string, { inputs: string[]; value: string }>;

export function elementwise(
  backend: WebGPUBackend,
  name: keyof typeof expressions,
  inputs: readonly tf.TensorInfo[],
): tf.TensorInfo {
  const { inputs: names, value } = expressions[name];
  return perValue(backend, name, Object.fromEntries(names.map((n, i) => [n, inputs[i]!])), value);
}

/** x * scale + shift per channel, the last axis; without shift, x * scale. */
export function channelAffine(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  scale: tf.TensorInfo,
  shift: tf.TensorInfo | null,
): tf.TensorInfo {
  const value = `x * scale[channel]${shift ? ' + shift[channel]' : ''}`;
  const perChannel: Record<string, tf.TensorInfo> = shift ? { scale, shift } : { scale };
  return perValue(backend, 'channelAffine', { x }, value, perChannel);
}

/**
 * `value` for each element of `inputs` (all of one shape), by name. `perChannel` are vectors along
 * the last axis, indexed by `channel`.
 */
function perValue(
  backend: WebGPUBackend,
  name: string,
  inputs: Record<string, tf.TensorInfo>,
  value: string,
  perChannel: Record<string, tf.TensorInfo> = {},
): tf.TensorInfo {
  const names = Object.keys(inputs);
  const { shape } = Object.values(inputs)[0]!;
  const count = shape.reduce((product, extent) => product * extent, 1);
  const workgroups = workgroupsFor(count, size);
  const channels = Object.values(perChannel)[0]?.shape[0] ?? 1;
  const shared = Object.keys(perChannel);
  const shader = {
    key: `${name} ${shared},${channels},${workgroups[0] > 65_534 ? 'wide' : ''}`,
    workgroups,
    code: () => `
${helpers}
${bindings(Object.fromEntries([...names.map((n) => [`${n}Values`, null]), ...shared.map((n) => [n, channels])]), { out: null })}
@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * ${size}u + id.x;
  if (i >= arrayLength(&out)) { return; }
  ${shared.length > 0 ? `let channel = i % ${channels}u;` : ''}
  ${names.map((n) => `let ${n} = ${n}Values[i];`).join(' ')}
  out[i] = ${value};
}`,
  };
  return compute(backend, shader, [...Object.values(inputs), ...Object.values(perChannel)], shape);
}
