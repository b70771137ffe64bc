import type { Run } from '../../../core/run';

export interface TimeShare {
  /** The recorded name: `seconds_decode`. */
  name: string;
  seconds: number;
  /** Of all recorded seconds, 0..1. */
  share: number;
}

/** A run's `seconds_*`, the largest first; empty where none were recorded. */
export function timeShares(params: Run['params']): TimeShare[] {
  const parts = Object.entries(params).flatMap(([name, value]) =>
    name.startsWith('seconds_') && typeof value === 'number' && value > 0
      ? [{ name, seconds: value }]
      : [],
  );
  const all = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  return parts
    .map((part) => ({ ...part, share: part.seconds / all }))
    .sort((a, b) => b.seconds - a.seconds);
}
