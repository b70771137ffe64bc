import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../../../model-zoo/graph/types';
import { activationCode } from '../../native/activation-codes';
import type { AdamWAttributes, AdamWInputs } from '../adam-w';
import type { Kernel } from './kernel';
import { sizeOf } from './size-of';

const forward =
  (activation: Activation): Kernel =>
  (site, { x }: { x: tf.TensorInfo }) => {
    const y = site.make(x.shape);
    site.native.activate(site.at(x), sizeOf(x), activationCode(activation), site.at(y));
    return y;
  };

/** `at` names the input the slope is taken at: what was activated, or what came of it. */
const gradient =
  (activation: Activation, at: 'x' | 'y'): Kernel =>
  (site, inputs: { dy: tf.TensorInfo; x: tf.TensorInfo; y: tf.TensorInfo }) => {
    const dx = site.make(inputs.dy.shape);
    site.native.activation_gradient(
      ...[site.at(inputs.dy), site.at(inputs[at]), sizeOf(dx), activationCode(activation)],
      site.at(dx),
    );
    return dx;
  };

/** Activations and their gradients in one pass each, and the optimiser's. */
export const elementwise: Record<string, Kernel> = {
  /** Shares the data: the stock kernel copies it, and a tape clones every weight it saves. */
  [tf.Identity]: (site, { x }: { x: tf.TensorInfo }) => {
    site.backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
  HardSigmoid: forward('hardSigmoid'),
  HardSwish: forward('hardSwish'),
  Silu: forward('silu'),
  Gelu: forward('gelu'),
  ReluGrad: gradient('relu', 'y'),
  Relu6Grad: gradient('relu6', 'y'),
  SigmoidGrad: gradient('sigmoid', 'y'),
  HardSigmoidGrad: gradient('hardSigmoid', 'x'),
  HardSwishGrad: gradient('hardSwish', 'x'),
  SiluGrad: gradient('silu', 'x'),
  GeluGrad: gradient('gelu', 'x'),
  /** In place: what it returns shares the data of what it was given. */
  AdamW: (site, { parameter, gradient, m, v }: AdamWInputs, a: AdamWAttributes) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay, step } = a;
    site.native.adam_w(
      ...[site.at(parameter), site.at(gradient), site.at(m), site.at(v), sizeOf(parameter)],
      ...[beta1, 1 - beta1, beta2, 1 - beta2],
      ...[learningRate / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)],
      ...[epsilon, 1 - learningRate * weightDecay],
    );
    return [parameter, m, v].map(({ dataId, shape, dtype }) => {
      site.backend.incRef(dataId);
      return { dataId, shape, dtype };
    });
  },
};
