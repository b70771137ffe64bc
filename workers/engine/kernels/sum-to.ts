import * as tf from '@tensorflow/tfjs-core';

/** Sums [..., C] over all but the last axis, as a product with ones: tfjs-wasm would transpose first. */
export function sumRows(x: tf.Tensor): tf.Tensor1D {
  const width = x.shape[x.rank - 1]!;
  return tf.reshape(sumLeading(x, x.size / width), [width]);
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
    return tf.reshape(sumLeading(x, rows), target);
  }
  if (x.rank === 4 && `${summed}` === '1,2') {
    const [, height, width] = x.shape as [number, number, number, number];
    const mean = tf.avgPool(x as tf.Tensor4D, [height, width], [height, width], 'valid');
    return tf.reshape(tf.mul(mean, height * width), target);
  }
  return tf.reshape(tf.sum(x, summed), target);
}

/** The first axes, `rows` entries in all, summed away. */
function sumLeading(x: tf.Tensor, rows: number): tf.Tensor {
  return tf.matMul(tf.ones([1, rows]), tf.reshape(x, [rows, x.size / rows]));
}
