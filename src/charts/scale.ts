/** A range on an axis, `low < high`. */
export interface Domain {
  low: number;
  high: number;
}

/** Position of `value` in the domain as a share of its length; values outside are clamped to 0..1. */
export function position(domain: Domain, value: number): number {
  const share = (value - domain.low) / (domain.high - domain.low);
  return Math.min(1, Math.max(0, share));
}

/** Steps that read well on a percentage axis. */
const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5];

function stepFor(span: number, ticks: number): number {
  return steps.find((step) => span / step <= ticks) ?? 0.5;
}

/**
 * The narrowest round axis that holds every interval of a leaderboard, never outside 0..1.
 * All rows share it, so that dots can be compared down the column.
 */
export function accuracyDomain(intervals: readonly (readonly [number, number])[]): Domain {
  if (intervals.length === 0) return { low: 0, high: 1 };
  const lowest = Math.min(...intervals.map(([low]) => low));
  const highest = Math.max(...intervals.map(([, high]) => high));
  const step = stepFor(highest - lowest, 5);
  const low = Math.max(0, Math.floor(lowest / step + 1e-9) * step);
  const high = Math.min(1, Math.ceil(highest / step - 1e-9) * step);
  return high - low >= step / 2 ? { low, high } : { low: Math.max(0, high - step), high };
}

/** Round values inside the domain, both ends included where they are round; at most about `count`. */
export function ticks(domain: Domain, count = 4): number[] {
  const step = stepFor(domain.high - domain.low, count);
  const first = Math.ceil(domain.low / step - 1e-9);
  const last = Math.floor(domain.high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
}

/** Sums of decimal steps carry binary dust (0.30000000000000004). */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
