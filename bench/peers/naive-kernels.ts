import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradients that tfjs-wasm 4.22 does not register, as one would write them with stock ops: a loop over
 * the filter's taps. Operands are transposed explicitly, since matMul's own transposing is slower
 * than that (`kernel/matmul/tn`): the peer is to be a good one.
 */
interface Attributes {
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  filterShape: [number, number, number, number];
  inputShape: [number, number, number, number];
}

type Info = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** What each tap saw, [N, outHeight, outWidth, C], in row-major tap order. */
function patches(x: tf.Tensor4D, info: Info): tf.Tensor4D[] {
  const { filterHeight, filterWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { top, bottom, left, right } = info.padInfo;
  const padded = tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const [n, , , channels] = padded.shape;
  return Array.from({ length: filterHeight * filterWidth }, (_, tap) => {
    const row = Math.floor(tap / filterWidth);
    const column = tap % filterWidth;
    if (strideHeight === 1 && strideWidth === 1) {
      return tf.slice(padded, [0, row, column, 0], [n, outHeight, outWidth, channels]);
    }
    return tf.stridedSlice(
      padded,
      [0, row, column, 0],
      [
        n,
        row + (outHeight - 1) * strideHeight + 1,
        column + (outWidth - 1) * strideWidth + 1,
        channels,
      ],
      [1, strideHeight, strideWidth, 1],
    ) as tf.Tensor4D;
  });
}

function conv2dBackpropFilter(
  { x, dy }: { x: tf.Tensor4D; dy: tf.Tensor4D },
  { strides, pad, filterShape }: Attributes,
): tf.Tensor {
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
  const rows = tf.reshape(dy, [-1, info.outChannels]);
  const taps = patches(x, info).map((patch) =>
    tf.matMul(tf.transpose(tf.reshape(patch, [-1, info.inChannels])), rows),
  );
  return tf.reshape(tf.stack(taps), filterShape);
}

function depthwiseBackpropFilter(
  { x, dy }: { x: tf.Tensor4D; dy: tf.Tensor4D },
  { strides, pad, filterShape }: Attributes,
): tf.Tensor {
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    1,
    pad,
    undefined,
    true,
  );
  const taps = patches(x, info).map((patch) => tf.sum(tf.mul(patch, dy), [0, 1, 2]));
  return tf.reshape(tf.stack(taps), filterShape);
}

/** dy spread by the stride, then a depthwise convolution with the filter turned by 180 degrees. */
function depthwiseBackpropInput(
  { dy, filter }: { dy: tf.Tensor4D; filter: tf.Tensor4D },
  { strides, pad, inputShape }: Attributes,
): tf.Tensor {
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape,
    strides,
    1,
    pad,
    undefined,
    true,
  );
  const { filterHeight, filterWidth, inHeight, inWidth, strideHeight, strideWidth } = info;
  const [n, height, width, channels] = dy.shape;
  const spread = tf.reshape(
    tf.pad(tf.reshape(dy, [n * height, 1, width, 1, channels]), [
      [0, 0],
      [0, strideHeight - 1],
      [0, 0],
      [0, strideWidth - 1],
      [0, 0],
    ]),
    [n, height * strideHeight, width * strideWidth, channels],
  );
  const top = filterHeight - 1 - info.padInfo.top;
  const left = filterWidth - 1 - info.padInfo.left;
  const bottom = Math.max(0, inHeight + filterHeight - 1 - top - spread.shape[1]!);
  const right = Math.max(0, inWidth + filterWidth - 1 - left - spread.shape[2]!);
  const padded = tf.pad(spread, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const needed = tf.slice(
    padded,
    [0, 0, 0, 0],
    [n, inHeight + filterHeight - 1, inWidth + filterWidth - 1, channels],
  ) as tf.Tensor4D;
  return tf.depthwiseConv2d(needed, tf.reverse(filter, [0, 1]), 1, 'valid');
}

/** Registers the three on `wasm`; everything else stays stock. */
export function registerMissingKernels(): void {
  const add = (kernelName: string, forward: (inputs: never, attributes: never) => tf.Tensor) => {
    if (tf.getKernel(kernelName, 'wasm')) throw new Error(`tfjs-wasm has its own ${kernelName}`);
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => forward(inputs as unknown as never, attrs as unknown as never)),
    });
  };
  add(tf.Conv2DBackpropFilter, conv2dBackpropFilter);
  add(tf.DepthwiseConv2dNativeBackpropFilter, depthwiseBackpropFilter);
  add(tf.DepthwiseConv2dNativeBackpropInput, depthwiseBackpropInput);
}
