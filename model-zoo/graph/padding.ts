import type { Padding } from './types';

type Pair = readonly [height: number, width: number];
export type ExplicitPadding = Exclude<Padding, 'same'>;

/** The same padding on all four sides, as PyTorch's `padding=n`. */
export function symmetric(padding: number): ExplicitPadding {
  return { top: padding, right: padding, bottom: padding, left: padding };
}

/**
 * Padding per side for an input of `size` pixels. TensorFlow's "same" depends on the input size and
 * puts the odd pixel at the bottom and right (timm `pad_same`).
 */
export function resolvePadding(
  padding: Padding,
  size: Pair,
  kernel: Pair,
  stride: Pair,
): ExplicitPadding {
  if (padding !== 'same') return padding;
  const [height, width] = [0, 1].map((axis) => {
    const windows = Math.ceil(size[axis]! / stride[axis]!);
    return Math.max((windows - 1) * stride[axis]! + kernel[axis]! - size[axis]!, 0);
  }) as [number, number];
  const top = Math.floor(height / 2);
  const left = Math.floor(width / 2);
  return { top, right: width - left, bottom: height - top, left };
}
