import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { relativeError, sample, type TestBackend, useBackend, webgpuAdapter } from '../testing';
import './stock-gradients';
import { gelu, hardSigmoid, hardSwish, silu } from './activations';
import { attention } from './attention';
import { channelAffine } from './channel-affine';
import { weightedCrossEntropy } from './cross-entropy';
import { globalAveragePool } from './global-average-pool';
import { layerNorm } from './layer-norm';
import { checkGradients as check, linear, smooth } from './testing';

/** Of |gradient| |direction|. Windows of a max pool may hold near ties. */
const tied = { h: 2e-4, tolerance: 3e-3 };
/** Functions with kinks: small steps, so that few are crossed, at the price of more rounding. */
const kinked = { h: 2e-3, tolerance: 3e-3 };

type Sides = [top: number, bottom: number, left: number, right: number];

/** Input height and width, kernel, stride, padding per side. */
const convolutions: [name: string, number, number, number[], number[], Sides][] = [
  ['1x1', 5, 7, [1, 1], [1, 1], [0, 0, 0, 0]],
  ['1x1, stride 2', 5, 6, [1, 1], [2, 2], [0, 0, 0, 0]],
  ['3x3', 6, 5, [3, 3], [1, 1], [1, 1, 1, 1]],
  ['3x3, stride 2, odd', 7, 9, [3, 3], [2, 2], [1, 1, 1, 1]],
  ['3x3, stride 2, even', 8, 6, [3, 3], [2, 2], [1, 1, 1, 1]],
  ["3x3, stride 2, TensorFlow's same", 8, 6, [3, 3], [2, 2], [0, 1, 0, 1]],
  ['5x5, stride 2, uneven sides', 9, 8, [5, 5], [2, 2], [1, 2, 2, 1]],
  ['5x5, no padding', 7, 6, [5, 5], [1, 1], [0, 0, 0, 0]],
  ['7x7, stride 2', 13, 12, [7, 7], [2, 2], [3, 3, 3, 3]],
  ['4x4, stride 4, patches with a rest', 9, 10, [4, 4], [4, 4], [0, 0, 0, 0]],
  ['3x1, strides 1 and 3', 6, 8, [3, 1], [1, 3], [1, 0, 0, 0]],
  ['1x1, padded', 4, 4, [1, 1], [1, 1], [1, 1, 0, 1]],
  ['2x2, stride 3, pixels no tap sees', 8, 8, [2, 2], [3, 3], [0, 0, 0, 0]],
];

const pad = ([top, bottom, left, right]: Sides): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

const adapter = await webgpuAdapter();
if (!adapter) console.warn('No WebGPU adapter: only wasm and cpu are tested here.');
else console.info(`WebGPU adapter: ${adapter.info.description}`);
const backends: TestBackend[] = adapter ? ['wasm', 'cpu', 'webgpu'] : ['wasm', 'cpu'];

describe.each(backends)('gradients on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(convolutions)('conv2d %s', (_, height, width, kernel, stride, sides) => {
    const strides = stride as [number, number];
    return check(
      (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad(sides)),
      [
        [2, height, width, 3],
        [...kernel, 3, 4],
      ],
      linear,
    );
  });

  test.each(convolutions)('depthwise conv2d %s', (_, height, width, kernel, stride, sides) => {
    const strides = stride as [number, number];
    return check(
      (x, filter) =>
        tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad(sides)),
      [
        [2, height, width, 5],
        [...kernel, 5, 1],
      ],
      linear,
    );
  });

  test.each([
    ['plain', [4, 5], [5, 3], false, false],
    ['A transposed', [5, 4], [5, 3], true, false],
    ['B transposed', [4, 5], [3, 5], false, true],
    ['both transposed', [5, 4], [3, 5], true, true],
    ['batched', [2, 3, 4, 5], [2, 3, 5, 6], false, false],
    ['batched, B transposed', [2, 3, 4, 5], [2, 3, 6, 5], false, true],
    ['batched, A transposed', [6, 5, 4], [6, 5, 3], true, false],
  ] as const)('matMul %s', (_, a, b, transposeA, transposeB) => {
    const multiply = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, transposeA, transposeB);
    return check(multiply, [[...a], [...b]], linear);
  });

  test.each([
    ['a vector', [2, 3, 4, 5], [5]],
    ['a gate', [2, 3, 4, 5], [2, 1, 1, 5]],
    ['rows', [2, 3, 5], [1, 3, 5]],
    ['the same shape', [2, 3, 5], [2, 3, 5]],
    ['a column', [2, 3, 5], [2, 3, 1]],
  ])('add, sub and mul with %s', async (_, a, b) => {
    await check((x, y) => tf.add(x, y), [a, b], linear);
    await check((x, y) => tf.sub(x, y), [a, b], linear);
    await check((x, y) => tf.mul(x, y), [a, b], linear);
  });

  test.each([
    ['relu', tf.relu],
    ['relu6', (x: tf.Tensor) => tf.relu6(tf.mul(x, 8))],
    ['hardSwish', (x: tf.Tensor) => hardSwish(tf.mul(x, 5))],
    ['hardSigmoid', (x: tf.Tensor) => hardSigmoid(tf.mul(x, 5))],
  ])('%s', (_, f) => check(f as never, [[2, 3, 7]], kinked));

  test.each([
    ['sigmoid', tf.sigmoid],
    ['silu', silu],
    ['gelu', (x: tf.Tensor) => gelu(tf.mul(x, 3))],
    ['softmax', tf.softmax],
  ])('%s', (_, f) => check(f as never, [[2, 3, 7]], smooth));

  test('reshape, transpose, slice, concat', () => {
    return check(
      (x, y) => {
        const turned = tf.transpose(tf.reshape(x, [2, 3, 4]), [0, 2, 1]);
        return tf.concat([y, tf.slice(turned, [0, 1, 0], [2, 2, 3])], 1);
      },
      [
        [2, 12],
        [2, 1, 3],
      ],
      linear,
    );
  });

  test.each([
    [3, 2, 1],
    [2, 2, 0],
  ])('max pool %dx, stride %d, padding %d', (size, stride, padding) => {
    const sides = pad([padding, padding, padding, padding]);
    return check((x) => tf.maxPool(x as tf.Tensor4D, size, stride, sides), [[2, 7, 6, 3]], tied);
  });

  test('channelAffine', () => check(channelAffine as never, [[2, 3, 4, 5], [5], [5]], linear));
  test('globalAveragePool', () =>
    check((x) => globalAveragePool(x as tf.Tensor4D, false), [[2, 3, 4, 5]], linear));
  test('layerNorm', () =>
    check((x, w, b) => layerNorm(x, w, b, 1e-6), [[2, 3, 8], [8], [8]], smooth));
  test('attention', () => check((x) => attention(x as tf.Tensor3D, 2), [[2, 5, 24]], smooth));
  test('weightedCrossEntropy', async () => {
    const targets = tf.tensor2d([1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0], [3, 4]);
    const weights = tf.tensor1d([0.5, 0, 2]);
    await check((x) => weightedCrossEntropy(x, targets, weights), [[3, 4]], smooth);
    tf.dispose([targets, weights]);
  });
});

describe('wasm agrees with cpu', () => {
  test.each([
    [[4, 70, 33], [4, 33, 65], false, false],
    [[4, 33, 70], [4, 65, 33], true, true],
    [[6, 7, 33], [1, 33, 65], false, false],
    [[1, 7, 33], [6, 33, 65], false, false],
  ] as const)('matMul %j x %j', async (a, b, transposeA, transposeB) => {
    const results: ArrayLike<number>[] = [];
    for (const backend of ['cpu', 'wasm'] as const) {
      await useBackend(backend);
      const product = tf.tidy(() =>
        tf.matMul(sample([...a], 1), sample([...b], 2), transposeA, transposeB),
      );
      results.push(product.dataSync());
      product.dispose();
    }
    expect(relativeError(results[1]!, results[0]!)).toBeLessThan(1e-5);
  });

  test('the same right-hand data multiplied in two shapes', async () => {
    await useBackend('wasm');
    const b = sample([4, 6]);
    const product = (rows: number) =>
      tf.tidy(
        () =>
          tf.sum(tf.matMul(tf.ones([1, rows]), tf.reshape(b, [rows, 24 / rows]))).dataSync()[0]!,
      );
    expect(product(4)).toBeCloseTo(product(8), 5);
    b.dispose();
  });
});
