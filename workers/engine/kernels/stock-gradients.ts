/**
 * Gradients of the stock kernels that `execute` puts on the tape. tfjs-core registers none by
 * itself, and its own reduce broadcasts by tf.sum, which transposes on WASM.
 */
import * as tf from '@tensorflow/tfjs-core';
import { defineStep } from './define';
import { sumTo } from './sum-to';

type GradientMap = Record<string, () => tf.Tensor>;
type Gradient = (dy: tf.Tensor, saved: tf.Tensor[], attrs: never) => GradientMap;

function register(kernelName: string, saves: string[], gradFunc: Gradient, saveOutput = false) {
  tf.registerGradient({
    kernelName,
    inputsToSave: saves,
    ...(saveOutput ? { outputsToSave: [true] } : {}),
    gradFunc: (dy, saved, attrs) =>
      tidied(gradFunc(dy as tf.Tensor, saved, attrs as unknown as never)),
  });
}

function tidied(map: GradientMap): GradientMap {
  return Object.fromEntries(
    Object.entries(map).map(([input, gradient]) => [input, () => tf.tidy(gradient)]),
  );
}

register(tf.Identity, [], (dy) => ({ x: () => tf.clone(dy) }));
register(tf.Add, ['a', 'b'], (dy, [a, b]) => ({
  a: () => sumTo(dy, a!.shape),
  b: () => sumTo(dy, b!.shape),
}));
register(tf.Sub, ['a', 'b'], (dy, [a, b]) => ({
  a: () => sumTo(dy, a!.shape),
  b: () => tf.neg(sumTo(dy, b!.shape)),
}));
register(tf.Multiply, ['a', 'b'], (dy, [a, b]) => ({
  a: () => sumTo(tf.mul(dy, b!), a!.shape),
  b: () => sumTo(tf.mul(dy, a!), b!.shape),
}));

type AtOutput = { dy: tf.Tensor; y: tf.Tensor };
const reluGrad = defineStep<AtOutput, Record<never, never>>('ReluGrad', ({ dy, y }) =>
  tf.mul(dy, tf.step(y)),
);
const relu6Grad = defineStep<AtOutput, Record<never, never>>('Relu6Grad', ({ dy, y }) =>
  tf.mul(dy, tf.mul(tf.step(y), tf.step(tf.sub(6, y)))),
);
const sigmoidGrad = defineStep<AtOutput, Record<never, never>>('SigmoidGrad', ({ dy, y }) =>
  tf.mul(dy, tf.mul(y, tf.sub(1, y))),
);
register(tf.Relu, [], (dy, [y]) => ({ x: () => reluGrad({ dy, y: y! }, {}) }), true);
register(tf.Relu6, [], (dy, [y]) => ({ x: () => relu6Grad({ dy, y: y! }, {}) }), true);
register(tf.Sigmoid, [], (dy, [y]) => ({ x: () => sigmoidGrad({ dy, y: y! }, {}) }), true);
register(
  tf.Softmax,
  [],
  (dy, [y]) => ({
    logits: () => tf.mul(tf.sub(dy, tf.sum(tf.mul(dy, y!), -1, true)), y!),
  }),
  true,
);

register(tf.Reshape, ['x'], (dy, [x]) => ({ x: () => tf.reshape(dy, x!.shape) }));
register(tf.Transpose, [], (dy, _, { perm }: { perm: number[] }) => ({
  x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm)),
}));
register(tf.Slice, ['x'], (dy, [x], { begin }: { begin: number[] }) => ({
  x: () =>
    tf.pad(
      dy,
      x!.shape.map((extent, axis): [number, number] => {
        const before = begin[axis] ?? 0;
        return [before, extent - before - dy.shape[axis]!];
      }),
    ),
}));
tf.registerGradient({
  kernelName: tf.Concat,
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const axis = tf.util.parseAxisParam(attrs.axis as number, saved[0]!.shape)[0]!;
    const sizes = saved.map((x) => x.shape[axis]!);
    const parts = tf.split(dy as tf.Tensor, sizes, axis);
    return Object.fromEntries(parts.map((part, i) => [i, () => part]));
  },
});

register(
  tf.BatchMatMul,
  ['a', 'b'],
  (dy, [a, b], { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean }) => ({
    a: () =>
      transposeA ? tf.matMul(b!, dy, transposeB, true) : tf.matMul(dy, b!, false, !transposeB),
    b: () =>
      transposeB ? tf.matMul(dy, a!, true, transposeA) : tf.matMul(a!, dy, !transposeA, false),
  }),
);

interface Window {
  strides: [number, number];
  pad: tf.backend_util.ExplicitPadding;
  filterSize: [number, number];
}

/** A kernel of the registry by name: the gradients of convolutions are no public ops. */
function kernel(name: string, inputs: object, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs as never, attributes as never) as tf.Tensor;
}

register(tf.Conv2D, ['x', 'filter'], (dy, [x, filter], { strides, pad }: Window) => ({
  x: () =>
    kernel(
      tf.Conv2DBackpropInput,
      { dy, filter },
      { strides, pad, dataFormat: 'NHWC', inputShape: x!.shape },
    ),
  filter: () =>
    kernel(
      tf.Conv2DBackpropFilter,
      { x, dy },
      { strides, pad, dataFormat: 'NHWC', filterShape: filter!.shape },
    ),
}));
register(
  tf.DepthwiseConv2dNative,
  ['x', 'filter'],
  (dy, [x, filter], { strides, pad }: Window) => ({
    x: () =>
      kernel(
        tf.DepthwiseConv2dNativeBackpropInput,
        { dy, filter },
        { strides, pad, dilations: [1, 1], inputShape: x!.shape },
      ),
    filter: () =>
      kernel(
        tf.DepthwiseConv2dNativeBackpropFilter,
        { x, dy },
        { strides, pad, dilations: [1, 1], filterShape: filter!.shape },
      ),
  }),
);
tf.registerGradient({
  kernelName: tf.MaxPool,
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, [input, output], attrs) => {
    const { filterSize, strides, pad } = attrs as unknown as Window;
    return { x: () => kernel(tf.MaxPoolGrad, { dy, input, output }, { filterSize, strides, pad }) };
  },
});
