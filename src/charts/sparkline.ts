import { type Domain, position } from './scale';

export interface Box {
  width: number;
  height: number;
  /** Kept free on every side, so that strokes and the end dot are not cut. */
  inset: number;
}

export interface SparklineShape {
  /** SVG path data; empty without points. */
  path: string;
  /** The newest point; null without points. */
  end: { x: number; y: number } | null;
}

/** A learning curve as an SVG path: epochs spread over the width, values over the domain's height. */
export function sparkline(values: readonly number[], domain: Domain, box: Box): SparklineShape {
  const across = box.width - 2 * box.inset;
  const down = box.height - 2 * box.inset;
  const points = values.map((value, index) => ({
    x: round(box.inset + (values.length > 1 ? (index / (values.length - 1)) * across : across)),
    y: round(box.inset + (1 - position(domain, value)) * down),
  }));
  const path = points.map((point, index) => `${index ? 'L' : 'M'}${point.x} ${point.y}`).join('');
  return { path, end: points.at(-1) ?? null };
}

/** The range of several curves together, widened where they are flat. */
export function curveDomain(curves: readonly (readonly number[])[]): Domain {
  const values = curves.flat().filter(Number.isFinite);
  if (values.length === 0) return { low: 0, high: 1 };
  const low = Math.min(...values);
  const high = Math.max(...values);
  return high > low ? { low, high } : { low: low - 0.05, high: high + 0.05 };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
