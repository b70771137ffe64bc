import type { BatchProgress } from '../../core/contract/trainer';

/** Shorter than this, a rate says little. */
const leastSeconds = 0.5;

/**
 * Rate and time left since the first answer: engines that are still loading would make both look
 * worse than they are.
 */
export function createPace(): (
  done: number,
  total: number | null,
  now?: number,
) => Pick<BatchProgress, 'rate' | 'remainingSeconds'> {
  let first: { done: number; at: number } | null = null;
  return (done, total, now = performance.now()) => {
    if (done === 0) return { rate: null, remainingSeconds: null };
    first ??= { done, at: now };
    const seconds = (now - first.at) / 1000;
    if (seconds < leastSeconds || done === first.done)
      return { rate: null, remainingSeconds: null };
    const rate = (done - first.done) / seconds;
    return { rate, remainingSeconds: total === null ? null : (total - done) / rate };
  };
}
