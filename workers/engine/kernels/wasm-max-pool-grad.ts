import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

interface Attributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computePool2DInfo>[4];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * MaxPoolGrad for `wasm`: the stock kernel loses the gradient of some windows (tfjs 4.22; a 2x2 pool
 * with stride 2 on [2, 7, 6, 3]). The first of equal maxima gets it all, as in PyTorch.
 */
export function wasmMaxPoolGrad(
  { dy, input }: { dy: tf.Tensor4D; input: tf.Tensor4D },
  { filterSize, strides, pad, dimRoundingMode }: Attributes,
): tf.TensorInfo {
  const backend = tf.backend() as BackendWasm;
  const info = tf.backend_util.computePool2DInfo(
    input.shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { inHeight, inWidth, inChannels, outHeight, outWidth, strideHeight, strideWidth } = info;
  const dx = backend.makeOutput(input.shape, 'float32');
  // Views are taken after all allocation: growing the memory would detach them.
  const view = (tensor: tf.TensorInfo) => backend.typedArrayFromHeap(tensor) as Float32Array;
  const [x, gradient, result] = [view(input), view(dy), view(dx)];
  result.fill(0);
  for (let window = 0; window < info.batchSize * outHeight * outWidth; window++) {
    const column = window % outWidth;
    const row = Math.floor(window / outWidth) % outHeight;
    const image = Math.floor(window / (outWidth * outHeight)) * inHeight;
    const top = row * strideHeight - info.padInfo.top;
    const left = column * strideWidth - info.padInfo.left;
    const bottom = Math.min(top + info.effectiveFilterHeight, inHeight);
    const right = Math.min(left + info.effectiveFilterWidth, inWidth);
    for (let channel = 0; channel < inChannels; channel++) {
      let best = -1;
      for (let y = Math.max(top, 0); y < bottom; y++) {
        const line = (image + y) * inWidth;
        for (let at = Math.max(left, 0); at < right; at++) {
          const index = (line + at) * inChannels + channel;
          if (best < 0 || x[index]! > x[best]!) best = index;
        }
      }
      if (best >= 0) result[best]! += gradient[window * inChannels + channel]!;
    }
  }
  return dx;
}
