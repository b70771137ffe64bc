import { expose } from 'comlink';

/** One measured computation, with its inputs on the device. */
export interface Case {
  /** Computes once and throws the result away. */
  run(): void;
  /** Computes once and copies the results out. */
  results(): Float32Array[];
  dispose(): void;
}

/** A worker with one side of every case: ours, or the peer's. */
export interface CaseWorker {
  /** Sets up a case and returns its results, so that the two sides can be compared. */
  prepare(name: string): Promise<Float32Array[]>;
  /** Mean milliseconds of one run, over as many as fit in `budget` milliseconds, at least one. */
  time(budget: number): Promise<number>;
}

/** Serves the cases of one side; `open` makes its backend ready. */
export function serveCases(open: () => Promise<void>, make: (name: string) => Promise<Case>): void {
  let opened: Promise<void> | null = null;
  let current: Case | null = null;
  const api: CaseWorker = {
    async prepare(name) {
      opened ??= open();
      await opened;
      current?.dispose();
      current = await make(name);
      return current.results();
    },
    async time(budget) {
      const start = performance.now();
      let runs = 0;
      let elapsed = 0;
      do {
        current!.run();
        runs += 1;
        elapsed = performance.now() - start;
      } while (elapsed < budget);
      return elapsed / runs;
    },
  };
  expose(api);
}
