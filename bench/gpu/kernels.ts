import * as tf from '@tensorflow/tfjs-core';
import { gelu } from '../../workers/engine/kernels/activations';
import { adamWUpdate } from '../../workers/engine/kernels/adam-w';
import { attention } from '../../workers/engine/kernels/attention';
import { layerNorm } from '../../workers/engine/kernels/layer-norm';
import { type BenchRow, row } from '../row';
import type { Eager } from './eager';
import { noise, onBoth, type Rivals, stockName } from './rivals';

interface Case {
  name: string;
  shapes: number[][];
  run(inputs: tf.Tensor[]): tf.Tensor;
}

const pad: tf.backend_util.ExplicitPadding = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];

const conv = (strides: number) => (x: tf.Tensor, filter: tf.Tensor) =>
  tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad);
const depthwise = (x: tf.Tensor, filter: tf.Tensor) =>
  tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, pad);

/** The gradient in one argument, as training computes it: forward pass and backward. */
const gradient =
  (f: (...inputs: tf.Tensor[]) => tf.Tensor, argument: number) =>
  (inputs: tf.Tensor[]): tf.Tensor =>
    tf.grad((x) => f(...inputs.map((other, i) => (i === argument ? x : other))))(inputs[argument]);

/** `n` is the batch: shapes of last stages. */
function cases(n: number): Case[] {
  const x = [n, 8, 8, 128];
  const filter = [3, 3, 128, 128];
  const tokens = [n, 65, 384];
  return [
    { name: 'conv2d', shapes: [x, filter], run: ([a, b]) => conv(1)(a, b) },
    { name: 'conv2d-filter-gradient', shapes: [x, filter], run: gradient(conv(1), 1) },
    { name: 'conv2d-input-gradient', shapes: [x, filter], run: gradient(conv(1), 0) },
    { name: 'conv2d-input-gradient-stride-2', shapes: [x, filter], run: gradient(conv(2), 0) },
    { name: 'depthwise-filter-gradient', shapes: [x, [3, 3, 128, 1]], run: gradient(depthwise, 1) },
    { name: 'depthwise-input-gradient', shapes: [x, [3, 3, 128, 1]], run: gradient(depthwise, 0) },
    {
      name: 'mat-mul',
      shapes: [
        [n * 65, 384],
        [384, 384],
      ],
      run: ([a, b]) => tf.matMul(a, b),
    },
    {
      name: 'mat-mul-transposed',
      shapes: [
        [n * 65, 384],
        [n * 65, 384],
      ],
      run: ([a, b]) => tf.matMul(a, b, true, false),
    },
    {
      name: 'attention-gradient',
      shapes: [[n, 65, 3 * 384]],
      run: gradient((qkv) => attention(qkv as tf.Tensor3D, 6), 0),
    },
    {
      name: 'layer-norm-gradient',
      shapes: [tokens, [384], [384]],
      run: gradient((a, w, b) => layerNorm(a, w, b, 1e-6), 0),
    },
    { name: 'gelu-gradient', shapes: [tokens], run: gradient(gelu, 0) },
    {
      name: 'adam-w',
      shapes: [
        [384, 384],
        [384, 384],
        [384, 384],
        [384, 384],
      ],
      run: ([parameter, slope, m, v]) => {
        const rates = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
        const state = { parameter, gradient: slope, m, v: tf.abs(v) };
        return adamWUpdate(state, { ...rates, weightDecay: 0.01, step: 3 })[0];
      },
    },
  ];
}

/** `kernel/webgpu/<name>`, milliseconds. */
export async function kernels(rivals: Rivals, _: Eager, only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, shapes, run } of cases(rivals.isSoftware ? 2 : 32)) {
    const full = `kernel/webgpu/${name}`;
    if (!full.startsWith(only)) continue;
    console.error(`  ${full}`);
    const inputs = await onBoth(rivals, () => shapes.map(noise));
    const once = async (side: 'ours' | 'stock') => {
      const result = tf.tidy(() => run(inputs[side]));
      await result.data();
      result.dispose();
    };
    const { ours, stock } = await rivals.duel({
      ours: () => once('ours'),
      stock: () => once('stock'),
    });
    tf.dispose([...inputs.ours, ...inputs.stock]);
    rows.push(row(full, 'ms', ours, stock, stockName, 'lower'));
  }
  return rows;
}
