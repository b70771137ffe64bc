import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LensmithError } from '../../../../core/errors';
import { startWasm } from '../../backend';
import { nativeBuilds } from '../../native/testing';
import { tfjsPadding } from '../../padding';
import { sample } from '../../testing';
import { attention } from '../attention';
import { layerNorm } from '../layer-norm';
import { checkGradients as check, linear, smooth } from '../testing';

const builds = await nativeBuilds();
type Pad = tf.backend_util.ExplicitPadding;
const pad = (top: number, bottom: number, left: number, right: number): Pad =>
  tfjsPadding({ top, right, bottom, left });

describe.each(builds.map((code) => [code.relaxed ? 'relaxed' : 'plain', code] as const))(
  '%s build',
  (_, code) => {
    beforeAll(() => startWasm(undefined, code));

    // Channels past, at and below strips of 6, panels of 8 and blocks of 16.
    test.each([
      ['3x3 at 4x4', [3, 4, 4, 24], [3, 3, 24, 16], 1, pad(1, 1, 1, 1)],
      ['3x3, stride 2, odd', [2, 7, 5, 17], [3, 3, 17, 19], 2, pad(1, 1, 1, 1)],
      ['1x1, stride 2', [2, 5, 6, 20], [1, 1, 20, 9], 2, pad(0, 0, 0, 0)],
      ["5x5, stride 2, TensorFlow's same", [1, 8, 6, 18], [5, 5, 18, 8], 2, pad(1, 2, 1, 2)],
      ['a depth of more than one block', [2, 3, 3, 400], [1, 1, 400, 10], 1, pad(0, 0, 0, 0)],
      ['a kernel larger than the picture', [2, 2, 2, 16], [5, 5, 16, 8], 1, pad(2, 2, 2, 2)],
    ])('conv2d %s', (_, x, filter, stride, sides) =>
      check(
        (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, sides as Pad),
        [x as number[], filter as number[]],
        linear,
      ),
    );

    test.each([
      ['3x3', [2, 5, 4, 33], [3, 3, 33, 1], 1, pad(1, 1, 1, 1)],
      ['5x5, stride 2', [2, 8, 7, 16], [5, 5, 16, 1], 2, pad(2, 2, 2, 2)],
      ['5x5 at 2x2', [2, 2, 2, 20], [5, 5, 20, 1], 1, pad(2, 2, 2, 2)],
    ])('depthwise %s', (_, x, filter, stride, sides) =>
      check(
        (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, sides as Pad),
        [x as number[], filter as number[]],
        linear,
      ),
    );

    test('matMul of more rows than a band, and of one side without a batch', async () => {
      await check(
        (a, b) => tf.matMul(a, b),
        [
          [520, 7],
          [7, 9],
        ],
        linear,
      );
      await check(
        (a, b) => tf.matMul(a, b, true, true),
        [
          [3, 9, 11],
          [3, 13, 9],
        ],
        linear,
      );
    });

    // Up to a few rows, the right operand is read as it lies.
    test.each([1, 2])('matMul and conv2d with %d rows', async (rows) => {
      await check(
        (a, b) => tf.matMul(a, b),
        [
          [rows, 23],
          [23, 37],
        ],
        linear,
      );
      await check(
        (x, filter) =>
          tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, pad(1, 1, 1, 1) as Pad),
        [
          [rows, 1, 1, 35],
          [3, 3, 35, 18],
        ],
        linear,
      );
    });

    test('attention and layer norm over odd widths', async () => {
      await check((x) => attention(x as tf.Tensor3D, 3), [[2, 13, 63]], smooth);
      await check((x, w, b) => layerNorm(x, w, b, 1e-6), [[5, 23], [23], [23]], smooth);
    });
  },
);

test('the workspace is kept, not taken again with every call', async () => {
  await startWasm(undefined, builds[0]!);
  const { wasm } = tf.backend() as unknown as { wasm: { _malloc(bytes: number): number } };
  const [a, b] = [sample([40, 30]), sample([30, 20])];
  tf.matMul(a, b).dispose();
  const allocate = wasm._malloc;
  const sizes: number[] = [];
  wasm._malloc = (bytes) => {
    sizes.push(bytes);
    return allocate(bytes);
  };
  tf.matMul(a, b).dispose();
  wasm._malloc = allocate;
  expect(sizes).toEqual([40 * 20 * 4]);
  tf.dispose([a, b]);
});

test('memory that cannot grow is outOfMemory, and what is there goes on working', async () => {
  await startWasm(undefined, builds[0]!);
  const x = sample([4, 4]);
  const before = tf.memory().numTensors;
  const taken: tf.Tensor[] = [];
  // Untouched pages cost nothing, so only the 4 GiB of addresses run out.
  const take = () => {
    for (let i = 0; i < 8; i++) taken.push(tf.engine().makeTensorFromTensorInfo(gibibyte()));
  };
  const gibibyte = () => (tf.backend() as BackendWasm).makeOutput([2 ** 28], 'float32');
  expect(take).toThrow(expect.objectContaining({ code: 'outOfMemory' }) as LensmithError);
  tf.dispose(taken);
  expect(tf.memory().numTensors).toBe(before);
  const doubled = tf.add(x, x);
  expect(doubled.dataSync()[0]).toBe(2 * x.dataSync()[0]!);
  tf.dispose([x, doubled]);
});
