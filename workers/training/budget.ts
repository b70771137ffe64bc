import type { Progress } from './progress';

/** The time a person is ready to spend, counted over all sessions of an experiment. */
export class Budget {
  /** Null: as long as it takes. */
  readonly minutes: number | null;
  readonly #before: number;
  readonly #now: () => number;
  readonly #started: number;
  #stopped = false;

  /** `before`: seconds that earlier sessions have spent. `now`: milliseconds. */
  constructor(minutes: number | null, before = 0, now = () => performance.now()) {
    this.minutes = minutes;
    this.#before = before;
    this.#now = now;
    this.#started = now();
  }

  get spentSeconds(): number {
    return this.#before + (this.#now() - this.#started) / 1000;
  }

  /** Infinite without a budget; may be negative. */
  get secondsLeft(): number {
    return this.minutes === null ? Number.POSITIVE_INFINITY : 60 * this.minutes - this.spentSeconds;
  }

  /** Whether something was left undone, or ended early, for want of time. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Whether `seconds` are left; remembers a no. */
  allows(seconds: number): boolean {
    const fits = this.secondsLeft >= seconds;
    if (!fits) this.#stopped = true;
    return fits;
  }

  /** Remembers that something was left out, where there is a budget. */
  cut(): void {
    if (this.minutes !== null) this.#stopped = true;
  }

  /** A signal that follows `parent` and is also aborted once only `reserve` seconds are left. */
  limit(parent: AbortSignal, reserve: number): { signal: AbortSignal; release(): void } {
    const own = new AbortController();
    const follow = () => own.abort();
    if (parent.aborted) follow();
    parent.addEventListener('abort', follow);
    const left = 1000 * (this.secondsLeft - reserve);
    // Timers take 31 bits; who has more than three weeks left needs none.
    const timer =
      left < 2 ** 31
        ? setTimeout(
            () => {
              this.#stopped = true;
              own.abort();
            },
            Math.max(0, left),
          )
        : null;
    return {
      signal: own.signal,
      release() {
        parent.removeEventListener('abort', follow);
        if (timer !== null) clearTimeout(timer);
      },
    };
  }
}

/** Kept back beside what the test is foretold to take, in seconds. */
const MARGIN = 1;

/**
 * Seconds at the end of a budget that belong to the reading of the test split: for every backbone
 * that is planned, or only for those that are there.
 */
export function testReserve(progress: Progress, backbones?: readonly string[]): number {
  return progress.secondsLeft('test', backbones) + MARGIN;
}
