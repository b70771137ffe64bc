import { resolvePadding } from '../../../model-zoo/graph/padding';
import type { Conv2dNode, MaxPoolNode, Shape } from '../../../model-zoo/graph/types';

/** A sliding window as native/src/window.h reads it. */
export function windowOf(
  { kernel, stride, padding }: Conv2dNode | MaxPoolNode,
  input: Shape,
  output: Shape,
): Int32Array {
  const [height, width] = input as [number, number, number];
  const sides = resolvePadding(padding, [height, width], kernel, stride);
  return Int32Array.of(
    ...input,
    ...output.slice(0, 2),
    ...kernel,
    ...stride,
    ...[sides.top, sides.left],
  );
}
