import { describe, expect, it } from 'vitest';
import { curveDomain, sparkline } from './sparkline';

const box = { width: 100, height: 20, inset: 2 };

describe('sparkline', () => {
  it('runs from left to right, higher values further up', () => {
    const shape = sparkline([0, 0.5, 1], { low: 0, high: 1 }, box);
    expect(shape.path).toBe('M2 18L50 10L98 2');
    expect(shape.end).toEqual({ x: 98, y: 2 });
  });

  it('puts a single epoch at the end and draws nothing without one', () => {
    expect(sparkline([0.5], { low: 0, high: 1 }, box).end).toEqual({ x: 98, y: 10 });
    expect(sparkline([], { low: 0, high: 1 }, box)).toEqual({ path: '', end: null });
  });
});

describe('curveDomain', () => {
  it('covers all curves and leaves room around a flat one', () => {
    expect(curveDomain([[0.2, 0.9], [0.1]])).toEqual({ low: 0.1, high: 0.9 });
    const flat = curveDomain([[0.5, 0.5]]);
    expect(flat.low).toBeLessThan(0.5);
    expect(flat.high).toBeGreaterThan(0.5);
  });
});
