import { median } from './median';

/** Bytes held when so many pictures were done. */
export interface HeapSample {
  done: number;
  bytes: number;
}

/** Samples a level is the median of: a garbage collector's saw teeth are no growth. */
const smoothed = 9;

/**
 * Highest over lowest level of the heap from `from` pictures on; 1 is flat. NaN where there are too
 * few samples to say.
 */
export function flatness(samples: readonly HeapSample[], from: number): number {
  const later = samples.filter(({ done }) => done >= from).map(({ bytes }) => bytes);
  const levels = later
    .slice(0, Math.max(0, later.length - smoothed + 1))
    .map((_, i) => median(later.slice(i, i + smoothed)));
  return levels.length === 0 ? Number.NaN : Math.max(...levels) / Math.min(...levels);
}
