import * as tf from '@tensorflow/tfjs-core';
import { resolvePadding } from '../../model-zoo/graph/padding';
import type {
  Activation,
  Conv2dNode,
  DenseNode,
  InputNode,
  Node,
} from '../../model-zoo/graph/types';
import { activate, fuse } from './activations';
import { attention } from './kernels/attention';
import { channelAffine } from './kernels/channel-affine';
import { globalAveragePool } from './kernels/global-average-pool';
import { layerNorm } from './kernels/layer-norm';
import { tfjsPadding } from './padding';
import type { ParameterTensors } from './parameters';

/** One node on a batch: values [N, ...shape] in, one out, which the caller owns. Consumes nothing. */
export function runNode(
  node: Exclude<Node, InputNode>,
  inputs: readonly tf.Tensor[],
  parameters: ParameterTensors,
): tf.Tensor {
  return tf.tidy(() => compute(node, inputs, parameters));
}

function compute(
  node: Exclude<Node, InputNode>,
  inputs: readonly tf.Tensor[],
  parameters: ParameterTensors,
): tf.Tensor {
  const x = inputs[0]!;
  const parameter = (name: string): tf.Tensor => {
    const tensor = parameters.get(name);
    if (!tensor) throw new Error(`node ${node.id} needs the parameter ${name}`);
    return tensor;
  };
  switch (node.op) {
    case 'conv2d':
      return conv2d(node, x as tf.Tensor4D, parameter);
    case 'batchNorm': {
      const scale = tf.mul(
        parameter(node.weight),
        tf.rsqrt(tf.add(parameter(node.runningVar), node.epsilon)),
      );
      const shift = tf.sub(parameter(node.bias), tf.mul(parameter(node.runningMean), scale));
      return channelAffine(x, scale, shift);
    }
    case 'dense':
      return dense(node, x, parameter);
    case 'layerNorm':
      return layerNorm(x, parameter(node.weight), parameter(node.bias), node.epsilon);
    case 'activation':
      return activate(x, node.kind);
    case 'add':
      return tf.add(x, inputs[1]!);
    case 'multiply':
      return tf.mul(x, inputs[1]!);
    case 'maxPool': {
      const size = [x.shape[1]!, x.shape[2]!] as const;
      const padding = resolvePadding(node.padding, size, node.kernel, node.stride);
      return tf.maxPool(
        x as tf.Tensor4D,
        [...node.kernel] as [number, number],
        [...node.stride] as [number, number],
        tfjsPadding(padding),
      );
    }
    case 'globalAveragePool':
      return globalAveragePool(x as tf.Tensor4D, node.keepDims);
    case 'reshape':
      return tf.reshape(x, [x.shape[0]!, ...node.shape]);
    case 'transpose':
      return tf.transpose(x, [0, ...node.permutation.map((axis) => axis + 1)]);
    case 'concatClassToken': {
      const [n, , d] = x.shape as [number, number, number];
      // tfjs broadcasts no concat; adding to zeros repeats the token and sums its gradient.
      const token = tf.add(tf.zeros([n, 1, d]), tf.reshape(parameter(node.token), [1, 1, d]));
      return tf.concat([token, x], 1);
    }
    case 'addPositionEmbedding': {
      const [, t, d] = x.shape as [number, number, number];
      return tf.add(x, tf.reshape(parameter(node.embedding), [1, t, d]));
    }
    case 'attention':
      return attention(x as tf.Tensor3D, node.heads);
    case 'takeToken': {
      const [n, , d] = x.shape as [number, number, number];
      return tf.reshape(tf.slice(x, [0, node.index, 0], [n, 1, d]), [n, d]);
    }
    case 'softmax':
      return tf.softmax(x);
  }
}

function conv2d(
  node: Conv2dNode,
  x: tf.Tensor4D,
  parameter: (name: string) => tf.Tensor,
): tf.Tensor {
  const filter = parameter(node.weight) as tf.Tensor4D;
  const strides = [...node.stride] as [number, number];
  const sides = resolvePadding(node.padding, [x.shape[1], x.shape[2]], node.kernel, node.stride);
  const pad = tfjsPadding(sides);
  const bias = node.bias === null ? null : parameter(node.bias);
  const depthwise = node.groups === 'depthwise';
  if (underTape()) {
    const y = (depthwise ? tf.depthwiseConv2d : tf.conv2d)(x, filter, strides, pad);
    return finish(y, bias, node.activation);
  }
  const { fused, after } = fuse(node.activation);
  const y = (depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d)({
    ...{ x, filter, strides, activation: fused },
    // tfjs's types know explicit padding, but not for fused convolutions, which take it as well.
    pad: pad as unknown as 'valid',
    ...(bias && { bias }),
  });
  return after ? activate(y, after) : y;
}

/** Rows are flattened first: only a matMul without a batch takes tfjs-wasm's fast path. */
function dense(node: DenseNode, x: tf.Tensor, parameter: (name: string) => tf.Tensor): tf.Tensor {
  const rows = tf.reshape(x, [-1, x.shape[x.rank - 1]!]);
  const weight = parameter(node.weight);
  const bias = node.bias === null ? null : parameter(node.bias);
  const shape = [...x.shape.slice(0, -1), node.units];
  if (underTape()) {
    return finish(tf.reshape(tf.matMul(rows, weight), shape), bias, node.activation);
  }
  const { fused, after } = fuse(node.activation);
  const y = tf.fused.matMul({ a: rows, b: weight, activation: fused, ...(bias && { bias }) });
  const shaped = tf.reshape(y, shape);
  return after ? activate(shaped, after) : shaped;
}

/**
 * Whether gradients are being recorded. tfjs's fused ops then compute every gradient, wanted or
 * not: also that of a frozen input, which can cost as much as all the rest of a tail.
 */
function underTape(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

function finish(y: tf.Tensor, bias: tf.Tensor | null, activation: Activation | null): tf.Tensor {
  const shifted = bias ? tf.add(y, bias) : y;
  return activation ? activate(shifted, activation) : shifted;
}
