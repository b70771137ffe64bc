import type { Run } from '../../core/run';

/** Engine-seconds by kind of work, and the wall time of the phases of one run. */
export class Stopwatch {
  readonly seconds = { decode: 0, trunk: 0, tail: 0 };
  #wall = 0;

  /** Goes on from what an earlier part of the run took, where there was one. */
  constructor(before?: Pick<Run, 'params' | 'trainSeconds'>) {
    if (!before) return;
    for (const kind of ['decode', 'trunk', 'tail'] as const) {
      this.seconds[kind] = Number(before.params[`seconds_${kind}`] ?? 0);
    }
    this.#wall = before.trainSeconds ?? 0;
  }

  add(kind: 'decode' | 'trunk' | 'tail', seconds: number): void {
    this.seconds[kind] += seconds;
  }

  /** Runs one phase, counting its wall time. */
  async time<T>(phase: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await phase();
    } finally {
      this.#wall += (performance.now() - start) / 1000;
    }
  }

  get wallSeconds(): number {
    return this.#wall;
  }

  /** As run params: `seconds_decode`, `seconds_trunk`, `seconds_tail`, rounded to milliseconds. */
  params(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.seconds).map(([kind, value]) => [
        `seconds_${kind}`,
        Math.round(value * 1000) / 1000,
      ]),
    );
  }
}
