import * as tf from '@tensorflow/tfjs-core';
import {
  conv2dFilterGradient,
  conv2dInputGradient,
  depthwiseFilterGradient,
  depthwiseInputGradient,
} from './conv2d-gradients';
import { wasmMatMul } from './wasm-mat-mul';
import { wasmMaxPoolGrad } from './wasm-max-pool-grad';

/**
 * Puts our kernels over stock tfjs-wasm's, where that has none or a hopelessly slow one. To be called
 * after the backend's own registration; calling it again changes nothing.
 */
export function registerWasmKernels(): void {
  const backendName = 'wasm';
  const replace = (kernelName: string, kernelFunc: tf.KernelFunc): void => {
    if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  };
  replace(tf.Conv2DBackpropFilter, composition(conv2dFilterGradient));
  replace(tf.DepthwiseConv2dNativeBackpropFilter, composition(depthwiseFilterGradient));
  replace(tf.Conv2DBackpropInput, composition(conv2dInputGradient));
  replace(tf.DepthwiseConv2dNativeBackpropInput, composition(depthwiseInputGradient));
  replace(tf.BatchMatMul, ({ inputs, attrs }) => wasmMatMul(inputs as never, attrs as never));
  replace(tf.MaxPoolGrad, ({ inputs, attrs }) => wasmMaxPoolGrad(inputs as never, attrs as never));
}

/** A kernel made of tfjs ops: its intermediates are released, its result is returned. */
function composition<I, A>(forward: (inputs: I, attributes: A) => tf.Tensor): tf.KernelFunc {
  return ({ inputs, attrs }) => tf.tidy(() => forward(inputs as I, attrs as A));
}
