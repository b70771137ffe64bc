import { describe, expect, it } from 'vitest';
import type { ParameterKind } from '../graph/types';
import { fromTorchLayout, torchShape, toTorchLayout } from './torch-layout';

const iota = (count: number) => Float32Array.from({ length: count }, (_, i) => i);

describe('PyTorch layout', () => {
  it('puts a convolution [out, in, kh, kw] into [kh, kw, in, out]', () => {
    const [out, inn, kh, kw] = [2, 3, 4, 5];
    const inner = fromTorchLayout('conv', [out, inn, kh, kw], iota(120));
    expect(inner.shape).toEqual([kh, kw, inn, out]);
    const [o, i, y, x] = [1, 2, 3, 1];
    expect(inner.data[((y * kw + x) * inn + i) * out + o]).toBe(((o * inn + i) * kh + y) * kw + x);
  });

  it('puts a depthwise convolution [C, 1, kh, kw] into [kh, kw, C, 1]', () => {
    const inner = fromTorchLayout('depthwise', [2, 1, 1, 3], iota(6));
    expect(inner.shape).toEqual([1, 3, 2, 1]);
    expect([...inner.data]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it('transposes a dense weight', () => {
    const inner = fromTorchLayout('dense', [2, 3], iota(6));
    expect(inner.shape).toEqual([3, 2]);
    expect([...inner.data]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it.each<[ParameterKind, number[]]>([
    ['conv', [2, 3, 4, 5]],
    ['depthwise', [4, 1, 3, 2]],
    ['dense', [3, 7]],
    ['plain', [1, 3, 2]],
  ])('comes back from %s', (kind, shape) => {
    const data = iota(shape.reduce((a, b) => a * b, 1));
    const inner = fromTorchLayout(kind, shape, data);
    expect(torchShape(kind, inner.shape)).toEqual(shape);
    expect(toTorchLayout(kind, inner)).toEqual({ shape, data });
  });
});
