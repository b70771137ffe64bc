import * as tf from '@tensorflow/tfjs-core';

/** Squared length, against the longest row's, of what is left of a row below which it adds nothing. */
const NEGLIGIBLE = 1e-6;

/**
 * An orthonormal basis [D, r] of the row space of `x` [N, D], r <= N; the caller owns it. By Cholesky
 * decomposition with pivoting of the Gram matrix x xT: with P the pivot rows, x_P x_PT = L LT, and the
 * basis is x_PT L^-T. float32 on the device, but for the decomposition itself. Consumes nothing.
 */
export async function rowSpace(x: tf.Tensor2D): Promise<tf.Tensor2D> {
  const [rows] = x.shape;
  const gram = tf.tidy(() => tf.matMul(x, tf.transpose(x) as tf.Tensor2D));
  const products = (await gram.data()) as Float32Array;
  gram.dispose();
  const { pivots, lower } = cholesky(products, rows);
  const inverse = transposedInverse(lower, pivots.length);
  return tf.tidy(() => {
    const chosen = tf.gather(x, tf.tensor1d(pivots, 'int32'));
    const basis = tf.tensor2d(inverse, [pivots.length, pivots.length]);
    return tf.matMul(tf.transpose(chosen) as tf.Tensor2D, basis) as tf.Tensor2D;
  });
}

/**
 * L of the pivot rows, row after row with a stride of n, of a positive semidefinite `gram` [n, n].
 * In every round the row with the longest rest is the pivot; ends when no rest is left.
 */
function cholesky(gram: Float32Array, n: number): { pivots: Int32Array; lower: Float64Array } {
  const rest = new Float64Array(n);
  for (let i = 0; i < n; i++) rest[i] = gram[i * n + i]!;
  const least = NEGLIGIBLE * Math.max(...rest);
  // Row i of `factor` holds the coordinates of row i of x in the basis found so far.
  const factor = new Float64Array(n * n);
  const pivots: number[] = [];
  for (let k = 0; k < n; k++) {
    let pivot = 0;
    for (let i = 1; i < n; i++) if (rest[i]! > rest[pivot]!) pivot = i;
    if (!(rest[pivot]! > least)) break;
    const length = Math.sqrt(rest[pivot]!);
    for (let i = 0; i < n; i++) {
      let value = gram[pivot * n + i]!;
      for (let j = 0; j < k; j++) value -= factor[i * n + j]! * factor[pivot * n + j]!;
      factor[i * n + k] = value / length;
      rest[i]! -= (value / length) ** 2;
    }
    // Rounding must not make a pivot eligible again.
    factor[pivot * n + k] = length;
    rest[pivot] = Number.NEGATIVE_INFINITY;
    pivots.push(pivot);
  }
  const lower = new Float64Array(pivots.length * pivots.length);
  pivots.forEach((pivot, i) => {
    for (let j = 0; j <= i; j++) lower[i * pivots.length + j] = factor[pivot * n + j]!;
  });
  return { pivots: Int32Array.from(pivots), lower };
}

/** L^-T of a lower triangular [n, n]. */
function transposedInverse(lower: Float64Array, n: number): Float32Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    for (let i = column; i < n; i++) {
      let value = i === column ? 1 : 0;
      for (let j = column; j < i; j++) value -= lower[i * n + j]! * inverse[column * n + j]!;
      // Written transposed: entry (i, column) of the inverse at (column, i).
      inverse[column * n + i] = value / lower[i * n + i]!;
    }
  }
  return new Float32Array(inverse);
}
