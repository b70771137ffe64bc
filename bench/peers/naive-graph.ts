import * as tf from '@tensorflow/tfjs-core';
import { resolvePadding } from '../../model-zoo/graph/padding';
import type { Activation, Graph, InputNode, Node } from '../../model-zoo/graph/types';
import { naive } from './naive';

type Tensors = ReadonlyMap<string, tf.Tensor>;

/** A tail in training form as a plain tfjs program: each node by the op tfjs's documentation names. */
export function runNaively(graph: Graph, parameters: Tensors, input: tf.Tensor): tf.Tensor {
  const values = new Map<string, tf.Tensor>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => values.get(id)!);
    values.set(node.id, node.op === 'input' ? input : compute(node, inputs, parameters));
  }
  return values.get(graph.output)!;
}

function compute(
  node: Exclude<Node, InputNode>,
  [x, other]: tf.Tensor[],
  parameters: Tensors,
): tf.Tensor {
  const parameter = (name: string) => parameters.get(name)!;
  switch (node.op) {
    case 'conv2d': {
      const filter = parameter(node.weight) as tf.Tensor4D;
      const size = [x.shape[1]!, x.shape[2]!] as const;
      const { top, right, bottom, left } = resolvePadding(
        node.padding,
        size,
        node.kernel,
        node.stride,
      );
      const convolve = node.groups === 'depthwise' ? tf.depthwiseConv2d : tf.conv2d;
      const y = convolve(x as tf.Tensor4D, filter, [...node.stride] as [number, number], [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]);
      return node.bias === null ? y : tf.add(y, parameter(node.bias));
    }
    case 'batchNorm':
      return tf.batchNorm(
        x as tf.Tensor4D,
        parameter(node.runningMean) as tf.Tensor1D,
        parameter(node.runningVar) as tf.Tensor1D,
        parameter(node.bias) as tf.Tensor1D,
        parameter(node.weight) as tf.Tensor1D,
        node.epsilon,
      );
    case 'dense': {
      const rows = tf.reshape(x, [-1, x.shape.at(-1)!]);
      const y = tf.reshape(tf.matMul(rows, parameter(node.weight)), [
        ...x.shape.slice(0, -1),
        node.units,
      ]);
      return node.bias === null ? y : tf.add(y, parameter(node.bias));
    }
    case 'layerNorm':
      return naive.layerNorm(x, parameter(node.weight), parameter(node.bias), node.epsilon);
    case 'activation':
      return activate(x, node.kind);
    case 'add':
      return tf.add(x, other);
    case 'multiply':
      return tf.mul(x, other);
    case 'globalAveragePool':
      return tf.mean(x, [1, 2], node.keepDims);
    case 'reshape':
      return tf.reshape(x, [x.shape[0]!, ...node.shape]);
    case 'transpose':
      return tf.transpose(x, [0, ...node.permutation.map((axis) => axis + 1)]);
    case 'attention':
      return naive.attention(x as tf.Tensor3D, node.heads);
    case 'takeToken':
      return tf.squeeze(tf.slice(x, [0, node.index, 0], [-1, 1, -1]), [1]);
    default:
      throw new Error(`no last stage of a starter has a ${node.op}`);
  }
}

function activate(x: tf.Tensor, kind: Activation): tf.Tensor {
  switch (kind) {
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'hardSigmoid':
      return tf.div(tf.relu6(tf.add(x, 3)), 6);
    case 'hardSwish':
      return tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6));
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    case 'gelu':
      return naive.gelu(x);
  }
}
