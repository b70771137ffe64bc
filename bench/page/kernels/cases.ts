import * as tf from '@tensorflow/tfjs-core';
import type { Case } from './case-worker';
import { noise } from './noise';

/** What stock tfjs has no op for: ours is a kernel of its own, the peer's a composition. */
export interface Composed {
  /** [N, T, 3 D] -> [N, T, D]. */
  attention(qkv: tf.Tensor3D, heads: number): tf.Tensor;
  layerNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor;
  gelu(x: tf.Tensor): tf.Tensor;
}

type Inputs = tf.Tensor[];

interface Recipe {
  shapes: number[][];
  run(inputs: Inputs, ops: Composed): tf.Tensor | tf.Tensor[];
}

const kernel = (name: string, inputs: object, attributes: object): tf.Tensor =>
  tf.engine().runKernel(name, inputs as never, attributes as never) as tf.Tensor;

type Size = [number, number, number, number];

/** Both gradients of a convolution from `x` under `filter`; same padding all around. */
function convolution(
  part: 'filter' | 'input',
  {
    x,
    filter,
    dy,
    stride,
    depthwise,
  }: Record<'x' | 'filter' | 'dy', Size> & {
    stride: number;
    depthwise?: boolean;
  },
): Recipe {
  const side = (filter[0] - 1) / 2;
  const attributes = {
    strides: [stride, stride],
    dilations: [1, 1],
    dataFormat: 'NHWC',
    pad: [
      [0, 0],
      [side, side],
      [side, side],
      [0, 0],
    ],
    filterShape: filter,
    inputShape: x,
  };
  if (part === 'filter') {
    const name = depthwise ? tf.DepthwiseConv2dNativeBackpropFilter : tf.Conv2DBackpropFilter;
    return { shapes: [x, dy], run: ([x, dy]) => kernel(name, { x, dy }, attributes) };
  }
  const name = depthwise ? tf.DepthwiseConv2dNativeBackpropInput : tf.Conv2DBackpropInput;
  return { shapes: [dy, filter], run: ([dy, filter]) => kernel(name, { dy, filter }, attributes) };
}

/** `f`'s gradients in all inputs but the last, which is the gradient of its result. */
const gradients =
  (f: (inputs: Inputs, ops: Composed) => tf.Tensor): Recipe['run'] =>
  (inputs, ops) =>
    tf.grads((...at: Inputs) => f(at, ops))(inputs.slice(0, -1), inputs.at(-1)!);

function matMul(a: number[], b: number[], transposeA: boolean, transposeB: boolean): Recipe {
  return { shapes: [a, b], run: ([a, b]) => tf.matMul(a, b, transposeA, transposeB) };
}

const attention = ([qkv]: Inputs, ops: Composed) => ops.attention(qkv as tf.Tensor3D, 6);
const layerNorm = ([x, w, b]: Inputs, ops: Composed) => ops.layerNorm(x, w, b, 1e-6);
const gelu = ([x]: Inputs, ops: Composed) => ops.gelu(x);

/** ResNet18's last stage, MobileNetV3's and EfficientNet's, at 128 pixels and 16 pictures a step. */
const conv3x3 = { x: [16, 4, 4, 512], filter: [3, 3, 512, 512], dy: [16, 4, 4, 512], stride: 1 };
const strided = { x: [16, 8, 8, 256], filter: [3, 3, 256, 512], dy: [16, 4, 4, 512], stride: 2 };
const conv1x1 = { x: [16, 4, 4, 160], filter: [1, 1, 160, 960], dy: [16, 4, 4, 960], stride: 1 };
const depthwise = { x: [16, 4, 4, 960], filter: [5, 5, 960, 1], dy: [16, 4, 4, 960], stride: 1 };
const depthwise2 = { x: [16, 8, 8, 672], filter: [5, 5, 672, 1], dy: [16, 4, 4, 672], stride: 2 };
/** ViT-S at 128 pixels: 65 tokens of 384, 6 heads. */
const tokens = [16, 65, 384];

type Convolution = Parameters<typeof convolution>[1];
const both = (name: string, shape: unknown, part: Partial<Convolution> = {}) => {
  const geometry = { ...(shape as Convolution), ...part };
  const kind = geometry.depthwise ? 'depthwise' : 'conv2d';
  return {
    [`${kind}-filter-gradient/${name}`]: convolution('filter', geometry),
    [`${kind}-input-gradient/${name}`]: convolution('input', geometry),
  };
};

const recipes: Record<string, Recipe> = {
  ...both('3x3', conv3x3),
  ...both('3x3-stride2', strided),
  ...both('1x1', conv1x1),
  ...both('5x5', depthwise, { depthwise: true }),
  ...both('5x5-stride2', depthwise2, { depthwise: true }),
  'matmul/tn': matMul([1040, 384], [1040, 1536], true, false),
  'matmul/nt': matMul([1040, 1536], [384, 1536], false, true),
  'matmul/batch': matMul([96, 65, 65], [96, 65, 64], false, false),
  'matmul/batch-nt': matMul([96, 65, 64], [96, 65, 64], false, true),
  'attention/forward': { shapes: [[16, 65, 1152]], run: attention },
  'attention/gradient': { shapes: [[16, 65, 1152], tokens], run: gradients(attention) },
  'layer-norm/forward': { shapes: [tokens, [384], [384]], run: layerNorm },
  'layer-norm/gradient': { shapes: [tokens, [384], [384], tokens], run: gradients(layerNorm) },
  'gelu/forward': { shapes: [[16, 65, 1536]], run: gelu },
  'gelu/gradient': {
    shapes: [
      [16, 65, 1536],
      [16, 65, 1536],
    ],
    run: gradients(gelu),
  },
};

export const caseNames: readonly string[] = Object.keys(recipes);

/** A case on the current backend, with one side's compositions. */
export function makeCase(name: string, ops: Composed): Case {
  const { shapes, run } = recipes[name];
  const inputs = shapes.map((shape, i) =>
    tf.tensor(noise(tf.util.sizeFromShape(shape), i + 1), shape),
  );
  return tensorCase(() => run(inputs, ops), inputs);
}

/** `compute` allocates freely; the case owns `inputs`. */
export function tensorCase(compute: () => tf.Tensor | tf.Tensor[], inputs: tf.Tensor[]): Case {
  return {
    run: () => tf.dispose(tf.tidy(compute)),
    results: () =>
      tf.tidy(() => [compute()].flat().map((output) => Float32Array.from(output.dataSync()))),
    dispose: () => tf.dispose(inputs),
  };
}
