import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { tfjsPadding } from '../../padding';
import { relativeError, sample, useBackend, webgpuAdapter } from '../../testing';
import { gelu, hardSigmoid, hardSwish, silu } from '../activations';
import { adamWUpdate } from '../adam-w';
import { attention } from '../attention';
import { channelAffine } from '../channel-affine';
import { layerNorm } from '../layer-norm';
import '../stock-gradients';
import { registerWebgpuKernels } from './register';

const adapter = await webgpuAdapter();
if (!adapter) console.warn('No WebGPU adapter: its kernels are not tested here.');

/** Of the largest value: float32 sums in another order, exp and erf approximated. */
const tolerance = 2e-5;

type Function = (...inputs: tf.Tensor[]) => tf.Tensor;

/** A value and every gradient, flat. */
async function everything(f: Function, shapes: number[][]): Promise<Float32Array[]> {
  const inputs = shapes.map((shape, i) => sample(shape, i + 1));
  const { value, slopes } = tf.tidy(() => {
    const y = f(...inputs);
    return { value: y, slopes: tf.grads((...at) => f(...at))(inputs, sample(y.shape, 9)) };
  });
  const results: Float32Array[] = [];
  for (const tensor of [value, ...slopes]) results.push((await tensor.data()) as Float32Array);
  tf.dispose([value, slopes, inputs]);
  return results;
}

type Sides = tf.backend_util.ExplicitPadding;
const sides = (top: number, bottom: number, left: number, right: number): Sides =>
  tfjsPadding({ top, right, bottom, left });
const conv2d =
  (strides: [number, number], pad: Sides): Function =>
  (x, filter) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad);
const depthwise =
  (strides: [number, number], pad: Sides): Function =>
  (x, filter) =>
    tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad);

/** Past one tile and not a multiple of it in rows, columns and depth; and smaller than any. */
const cases: [name: string, f: Function, shapes: number[][]][] = [
  [
    '1x1 convolution',
    conv2d([1, 1], sides(0, 0, 0, 0)),
    [
      [3, 5, 7, 66],
      [1, 1, 66, 70],
    ],
  ],
  [
    '1x1 convolution of many pixels',
    conv2d([1, 1], sides(0, 0, 0, 0)),
    [
      [2, 20, 19, 5],
      [1, 1, 5, 8],
    ],
  ],
  [
    '3x3 convolution',
    conv2d([1, 1], sides(1, 1, 1, 1)),
    [
      [2, 7, 9, 18],
      [3, 3, 18, 68],
    ],
  ],
  [
    '3x3 convolution of three channels',
    conv2d([2, 2], sides(0, 1, 0, 1)),
    [
      [2, 9, 8, 3],
      [3, 3, 3, 8],
    ],
  ],
  [
    '5x5 convolution, stride 2, odd',
    conv2d([2, 2], sides(1, 2, 2, 1)),
    [
      [2, 9, 11, 5],
      [5, 5, 5, 7],
    ],
  ],
  [
    '2x2 convolution, strides 3 and 1',
    conv2d([3, 1], sides(0, 0, 1, 0)),
    [
      [2, 8, 6, 4],
      [2, 2, 4, 6],
    ],
  ],
  [
    '3x3 depthwise',
    depthwise([1, 1], sides(1, 1, 1, 1)),
    [
      [2, 9, 7, 70],
      [3, 3, 70, 1],
    ],
  ],
  [
    '5x5 depthwise, stride 2',
    depthwise([2, 2], sides(1, 2, 2, 1)),
    [
      [3, 9, 10, 6],
      [5, 5, 6, 1],
    ],
  ],
  [
    '3x3 depthwise, strides 3 and 1',
    depthwise([3, 1], sides(0, 0, 1, 1)),
    [
      [2, 8, 6, 4],
      [3, 3, 4, 1],
    ],
  ],
  [
    'matMul',
    (a, b) => tf.matMul(a, b),
    [
      [70, 33],
      [33, 68],
    ],
  ],
  [
    'matMul over a long sum',
    (a, b) => tf.matMul(a, b),
    [
      [9, 1100],
      [1100, 8],
    ],
  ],
  [
    'matMul, transposed',
    (a, b) => tf.matMul(a, b, true, true),
    [
      [3, 33, 70],
      [3, 65, 33],
    ],
  ],
  [
    'matMul, one matrix for the batch',
    (a, b) => tf.matMul(a, b),
    [
      [3, 5, 6],
      [3, 6, 7],
    ],
  ],
  ['attention', (x) => attention(x as tf.Tensor3D, 3), [[2, 17, 72]]],
  ['attention of odd heads', (x) => attention(x as tf.Tensor3D, 2), [[1, 5, 18]]],
  ['layerNorm', (x, w, b) => layerNorm(x, w, b, 1e-6), [[2, 5, 130], [130], [130]]],
  ['softmax', (x) => tf.softmax(tf.mul(x, 5)), [[3, 4, 70]]],
  ['channelAffine', (x, a, b) => channelAffine(x, a, b), [[2, 9, 9, 70], [70], [70]]],
  ['gelu', (x) => gelu(tf.mul(x, 5)), [[3, 70]]],
  ['silu', (x) => silu(tf.mul(x, 5)), [[3, 70]]],
  ['hardSwish', (x) => hardSwish(tf.mul(x, 5)), [[3, 70]]],
  ['hardSigmoid', (x) => hardSigmoid(tf.mul(x, 5)), [[3, 70]]],
  ['sigmoid', tf.sigmoid as Function, [[3, 70]]],
  ['relu6', (x) => tf.relu6(tf.mul(x, 8)), [[3, 70]]],
];

const fused: [name: string, f: () => tf.Tensor][] = (['relu', 'relu6', 'sigmoid'] as const).flatMap(
  (activation): [string, () => tf.Tensor][] => {
    const x = () => sample([2, 6, 5, 6]) as tf.Tensor4D;
    const bias = () => sample([6], 3) as tf.Tensor1D;
    const pad = 'same' as const;
    return [
      [
        `convolution with bias and ${activation}`,
        () =>
          tf.fused.conv2d({
            x: x(),
            filter: sample([3, 3, 6, 6], 2) as tf.Tensor4D,
            strides: 1,
            pad,
            bias: bias(),
            activation,
          }),
      ],
      [
        `depthwise with bias and ${activation}`,
        () =>
          tf.fused.depthwiseConv2d({
            x: x(),
            filter: sample([3, 3, 6, 1], 2) as tf.Tensor4D,
            strides: 2,
            pad,
            bias: bias(),
            activation,
          }),
      ],
      [
        `matMul with bias and ${activation}`,
        () =>
          tf.fused.matMul({ a: sample([7, 5]), b: sample([5, 6], 2), bias: bias(), activation }),
      ],
    ];
  },
);

/** Lengths that go by ones, by fours, and by fours with a shader of their own. */
const updates = [[7], [6, 6], [200, 200]];

async function update(shape: number[]): Promise<Float32Array[]> {
  const [parameter, gradient, m] = [1, 2, 3].map((seed) => sample(shape, seed)) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const v = tf.tidy(() => tf.square(sample(shape, 4)));
  const rates = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const next = adamWUpdate({ parameter, gradient, m, v }, { ...rates, weightDecay: 0.1, step: 2 });
  const results: Float32Array[] = [];
  for (const tensor of next) results.push((await tensor.data()) as Float32Array);
  tf.dispose([parameter, gradient, m, v, next]);
  return results;
}

const expected = new Map<string, Float32Array[]>();

beforeAll(async () => {
  await useBackend('cpu');
  for (const [name, f, shapes] of cases) expected.set(name, await everything(f, shapes));
  for (const [name, f] of fused) expected.set(name, [(await tf.tidy(f).data()) as Float32Array]);
  for (const shape of updates) expected.set(`AdamW ${shape}`, await update(shape));
  if (adapter) await useBackend('webgpu');
}, 60_000);

describe.skipIf(!adapter).each(['direct', 'tiled'] as const)(
  '%s kernels agree with cpu',
  (variant) => {
    beforeAll(() => registerWebgpuKernels(variant));

    test.each(cases)('%s', async (name, f, shapes) => {
      const before = tf.memory();
      const actual = await everything(f, shapes);
      expect(tf.memory().numTensors).toBe(before.numTensors);
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
      for (const [i, values] of expected.get(name)!.entries()) {
        expect(relativeError(actual[i]!, values)).toBeLessThan(tolerance);
      }
    });

    test.each(updates.map((shape) => [shape]))('AdamW of %j', async (shape) => {
      const actual = await update(shape);
      for (const [i, values] of expected.get(`AdamW ${shape}`)!.entries()) {
        expect(relativeError(actual[i]!, values)).toBeLessThan(tolerance);
      }
    });

    test.each(fused)('%s', async (name, f) => {
      const y = tf.tidy(f);
      expect(relativeError(await y.data(), expected.get(name)![0]!)).toBeLessThan(tolerance);
      y.dispose();
    });
  },
);
