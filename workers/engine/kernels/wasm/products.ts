import * as tf from '@tensorflow/tfjs-core';
import { fusedCode } from './convolutions';
import type { Kernel } from './kernel';
import type { Site } from './site';

interface Operands {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
  bias?: tf.TensorInfo;
  preluActivationWeights?: tf.TensorInfo;
}
interface Attributes {
  transposeA?: boolean;
  transposeB?: boolean;
  activation?: string;
}

/** [batch..., M, K] x [batch..., K, N], transposed or not; batches equal, or one entry on a side. */
function matMul(
  site: Site,
  { a, b, bias, preluActivationWeights }: Operands,
  { transposeA = false, transposeB = false, activation }: Attributes,
): tf.TensorInfo | null {
  const code = fusedCode(activation);
  if (code === undefined || preluActivationWeights) return null;
  const [leadA, leadB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [batchA, batchB] = [tf.util.sizeFromShape(leadA), tf.util.sizeFromShape(leadB)];
  if (`${leadA}` !== `${leadB}` && batchA !== 1 && batchB !== 1) return null;
  const [rows, depth] = lastTwo(a.shape, transposeA);
  const [, columns] = lastTwo(b.shape, transposeB);
  if (bias && tf.util.sizeFromShape(bias.shape) !== columns) return null;
  const lead = tf.backend_util.assertAndGetBroadcastShape(leadA, leadB);
  const c = site.make([...lead, rows, columns]);
  // One right-hand side for all: the batch is only more rows.
  const joined = batchB === 1 && !transposeA;
  const batch = joined ? 1 : Math.max(batchA, batchB);
  const { native } = site;
  native.batch_product(
    ...[site.at(a), Number(transposeA), batchA === 1 ? 0 : rows * depth],
    ...[site.at(b), Number(transposeB), batchB === 1 ? 0 : depth * columns, site.at(c)],
    ...[batch, joined ? batchA * rows : rows, depth, columns],
    site.workspace(native.product_workspace()),
  );
  if (bias || code !== 0) {
    const all = tf.util.sizeFromShape(c.shape) / columns;
    native.finish_rows(site.at(c), site.at(bias), all, columns, code);
  }
  return c;
}

function lastTwo(shape: readonly number[], transposed: boolean): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

export const products: Record<string, Kernel> = {
  [tf.BatchMatMul]: matMul,
  [tf._FusedMatMul]: matMul,
};
