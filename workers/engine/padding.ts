import type * as tf from '@tensorflow/tfjs-core';
import type { ExplicitPadding } from '../../model-zoo/graph/padding';

/** The only explicit form that tfjs's NHWC convolutions and pools take. */
export function tfjsPadding(sides: ExplicitPadding): tf.backend_util.ExplicitPadding {
  return [
    [0, 0],
    [sides.top, sides.bottom],
    [sides.left, sides.right],
    [0, 0],
  ];
}
