import * as tf from '@tensorflow/tfjs-core';
import { serveCases } from '../kernels/case-worker';
import { tensorCase } from '../kernels/cases';
import { startStock } from '../start-stock';
import { operands, product } from './shapes';

// XNNPACK packs a right operand once per tensor, so repeated runs do not pay for it.
serveCases(startStock, async (name) => {
  const made = product(name);
  const { layout, rows, depth, columns } = made;
  const [a, b] = operands(made);
  const left = tf.tensor2d(a, layout === 'tn' ? [depth, rows] : [rows, depth]);
  const right = tf.tensor2d(b, layout === 'nt' ? [columns, depth] : [depth, columns]);
  return tensorCase(() => tf.matMul(left, right, layout === 'tn', layout === 'nt'), [left, right]);
});
