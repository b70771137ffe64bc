/** Rate and time left of work that reports how far it is. */
export interface Pace {
  /** Things a second over the last seconds; null until two reports have come. */
  rate: number | null;
  remainingSeconds: number | null;
}

const WINDOW_MS = 8_000;

/** `report(done, total, now)` answers the pace over a sliding window, so that it follows changes. */
export function createPace(): (done: number, total: number | null, now?: number) => Pace {
  let seen: { done: number; at: number }[] = [];
  return (done, total, now = performance.now()) => {
    const last = seen.at(-1);
    if (last && done < last.done) seen = [];
    seen.push({ done, at: now });
    while (seen.length > 2 && now - (seen[0]?.at ?? now) > WINDOW_MS) seen.shift();
    const first = seen[0];
    if (!first || now - first.at < 300 || done === first.done) {
      return { rate: null, remainingSeconds: null };
    }
    const rate = ((done - first.done) / (now - first.at)) * 1000;
    return { rate, remainingSeconds: total === null ? null : (total - done) / rate };
  };
}
