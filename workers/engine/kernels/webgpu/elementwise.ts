import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { bindings, compute } from './device';
import { spread } from './spread';

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
  const value = `x * scale${shift ? ' + shift' : ''}`;
  const perChannel: Record<string, tf.TensorInfo> = shift ? { scale, shift } : { scale };
  return perValue(backend, shift ? 'channelAffine' : 'channelScale', { x }, value, perChannel);
}

/**
 * `value` for each element of `inputs` (all of one shape), by name. `perChannel` are vectors along
 * the last axis.
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
  const channels = Object.values(perChannel)[0]?.shape[0] ?? null;
  const shared = Object.keys(perChannel);
  const { width, length, workgroups, at } = spread(count, channels ?? 4);
  // Four values by four calls: the helpers are for one.
  const values =
    width === 4
      ? `vec4f(${[0, 1, 2, 3].map((c) => `one(${[...names, ...shared].map((n) => `${n}[${c}]`).join(', ')})`).join(', ')})`
      : `one(${[...names, ...shared].join(', ')})`;
  const shader = {
    key: `${name} ${width},${length},${channels}`,
    workgroups,
    code: () => `
${helpers}
${bindings(
  Object.fromEntries([
    ...names.map((n) => [`${n}Values`, length]),
    ...shared.map((n) => [`${n}Values`, channels]),
  ]),
  { out: length },
  width === 4 ? [...names, ...shared].map((n) => `${n}Values`).concat('out') : [],
)}
fn one(${[...names, ...shared].map((n) => `${n}: f32`).join(', ')}) -> f32 { return ${value}; }
${at}
  ${names.map((n) => `let ${n} = ${n}Values[i];`).join(' ')}
  ${shared.map((n) => `let ${n} = ${n}Values[i % ${channels! / width}u];`).join(' ')}
  out[i] = ${values};
}`,
  };
  return compute(backend, shader, [...Object.values(inputs), ...Object.values(perChannel)], shape);
}
