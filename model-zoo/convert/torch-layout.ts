import type { ParameterKind, ParameterValue, Shape } from '../graph/types';

/**
 * `axes[i]` is the PyTorch axis that internal axis i comes from. A depthwise weight is
 * [C, 1, kh, kw] in PyTorch and [kh, kw, C, 1] inside.
 */
const axes: Record<Exclude<ParameterKind, 'plain'>, readonly number[]> = {
  conv: [2, 3, 1, 0],
  depthwise: [2, 3, 0, 1],
  dense: [1, 0],
};

/** Shape in PyTorch of a parameter whose internal shape is given. */
export function torchShape(kind: ParameterKind, shape: Shape): number[] {
  if (kind === 'plain') return [...shape];
  const torch = new Array<number>(shape.length);
  axes[kind].forEach((axis, i) => {
    torch[axis] = shape[i];
  });
  return torch;
}

/** A checkpoint's tensor in the internal layout; `plain` data is passed on, not copied. */
export function fromTorchLayout(
  kind: ParameterKind,
  shape: Shape,
  data: Float32Array,
): ParameterValue {
  return kind === 'plain' ? { shape, data } : permute(shape, data, axes[kind]);
}

/** A parameter in PyTorch's layout; `plain` data is passed on, not copied. */
export function toTorchLayout(kind: ParameterKind, value: ParameterValue): ParameterValue {
  if (kind === 'plain') return value;
  const inverse = axes[kind].map((_, axis) => axes[kind].indexOf(axis));
  return permute(value.shape, value.data, inverse);
}

/** Axis i of the result is axis `permutation[i]` of the source. */
function permute(shape: Shape, data: Float32Array, permutation: readonly number[]): ParameterValue {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const to = permutation.map((axis) => shape[axis]!);
  const steps = permutation.map((axis) => strides[axis]!);
  const result = new Float32Array(data.length);
  let written = 0;
  // The innermost loop is a plain one: there are tens of millions of values.
  const copy = (axis: number, source: number): void => {
    const step = steps[axis]!;
    const end = source + to[axis]! * step;
    if (axis === to.length - 1) {
      for (let from = source; from !== end; from += step) result[written++] = data[from]!;
    } else {
      for (let from = source; from !== end; from += step) copy(axis + 1, from);
    }
  };
  copy(0, 0);
  return { shape: to, data: result };
}
