import { size } from '../../graph/shapes';
import type { NodeId, Shape } from '../../graph/types';
import type { OnnxGraph } from './onnx-graph';

/**
 * Where the channels (or a token's features) are: ONNX's windows want them right after the batch,
 * [N, C, H, W], everything else has them last, as our graphs do, [N, H, W, C].
 */
export type Layout = 'channelsFirst' | 'channelsLast';

/** A node's result in the ONNX graph. */
export interface Value {
  readonly name: string;
  /** Per picture, channels last, as in our graph. */
  readonly shape: Shape;
  readonly layout: Layout;
}

/** Converts values from one layout to the other, each at most once. */
export function createLayouts(onnx: OnnxGraph): (value: Value, layout: Layout) => string {
  const converted = new Map<NodeId, string>();
  return (value, layout) => {
    const { name, shape } = value;
    if (value.layout === layout || shape.length < 2) return name;
    const known = converted.get(name);
    if (known) return known;
    const axes = shape.map((_, axis) => axis + 1);
    const permutation =
      layout === 'channelsFirst' ? [axes.length, ...axes.slice(0, -1)] : [...axes.slice(1), 1];
    const result = onnx.node(`${name}/${layout}`, 'Transpose', [name], {
      perm: { ints: [0, ...permutation] },
    });
    converted.set(name, result);
    return result;
  };
}

/** Whether both layouts have the same order of values. */
export function isFlat(shape: Shape): boolean {
  return size(shape) === (shape.at(-1) ?? 1);
}
