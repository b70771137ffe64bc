import type * as tf from '@tensorflow/tfjs-core';
import { expose } from 'comlink';

/** One measured computation, with its inputs on the device. */
export interface Case {
  /** Runs once and returns what the caller disposes of. */
  run(): tf.Tensor[];
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
  const once = (): void => {
    for (const tensor of current!.run()) tensor.dispose();
  };
  const api: CaseWorker = {
    async prepare(name) {
      opened ??= open();
      await opened;
      current?.dispose();
      current = await make(name);
      const outputs = current.run();
      const values = outputs.map((output) => Float32Array.from(output.dataSync()));
      for (const output of outputs) output.dispose();
      return values;
    },
    async time(budget) {
      const start = performance.now();
      let runs = 0;
      let elapsed = 0;
      do {
        once();
        runs += 1;
        elapsed = performance.now() - start;
      } while (elapsed < budget);
      return elapsed / runs;
    },
  };
  expose(api);
}
