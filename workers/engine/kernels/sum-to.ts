import * as tf from '@tensorflow/tfjs-core';
import { defineStep } from './define';

const runSumRows = defineStep<{ x: tf.Tensor }, Record<never, never>>('SumRows', ({ x }) => {
  const width = x.shape[x.rank - 1]!;
  return tf.reshape(sumLeading(x, x.size / width), [width]);
});

const runSumRowsOfProduct = defineStep<{ a: tf.Tensor; b: tf.Tensor }, Record<never, never>>(
  'SumRowsOfProduct',
  ({ a, b }) => sumRows(tf.mul(a, b)),
);

const sumPixels = defineStep<{ x: tf.Tensor }, Record<never, never>>('SumPixels', ({ x }) => {
  const [, height, width] = x.shape as [number, number, number, number];
  const mean = tf.avgPool(x as tf.Tensor4D, [height, width], [height, width], 'valid');
  return tf.mul(mean, height * width);
});

/** Sums [..., C] over all but the last axis, as a product with ones: tfjs-wasm would transpose first. */
export function sumRows(x: tf.Tensor): tf.Tensor1D {
  return runSumRows({ x }, {}) as tf.Tensor1D;
}

/** sumRows(a * b), of one shape. */
export function sumRowsOfProduct(a: tf.Tensor, b: tf.Tensor): tf.Tensor1D {
  return runSumRowsOfProduct({ a, b }, {}) as tf.Tensor1D;
}

/** Sums over a broadcast's repeated axes: the gradient of what was broadcast from `shape`. */
export function sumTo(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const target = [...shape];
  if (tf.util.arraysEqual(x.shape, target)) return tf.clone(x);
  const padded = [...Array<number>(x.rank - target.length).fill(1), ...target];
  const summed = padded.flatMap((extent, axis) => (extent === x.shape[axis] ? [] : [axis]));
  const leading = summed.every((axis, i) => axis === i);
  if (leading) {
    const rows = tf.util.sizeFromShape(x.shape.slice(0, summed.length));
    return tf.reshape(sumRows(tf.reshape(x, [rows, x.size / rows])), target);
  }
  if (x.rank === 4 && `${summed}` === '1,2') {
    return tf.reshape(sumPixels({ x }, {}), target);
  }
  return tf.reshape(tf.sum(x, summed), target);
}

/** The first axes, `rows` entries in all, summed away. */
function sumLeading(x: tf.Tensor, rows: number): tf.Tensor {
  return tf.matMul(tf.ones([1, rows]), tf.reshape(x, [rows, x.size / rows]));
}
