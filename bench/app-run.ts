import type { Run, TrainOptions } from '../core/run';
import { fileHandle, openApp } from '../scripts/app';
import { splitOf } from './app-split';
import type { SplitRow } from './inject/store';

export interface AppRun {
  /** From Train to the end of the experiment. */
  seconds: number;
  /** The finished runs, in the order in which they were started. */
  runs: Run[];
  /** The one that is best by validation, earliest on a tie. */
  best: Run;
  split: SplitRow[];
}

export type RunOptions = Omit<TrainOptions, 'dataset' | 'backend'> & { seed: number };

/** An archive imported into the built app with an empty profile. */
export interface AppDataset {
  /** Trains on WASM; features computed by an earlier call are found in the cache. */
  train(options: RunOptions): Promise<AppRun>;
  close(): Promise<void>;
}

export async function openDataset(path: string): Promise<AppDataset> {
  const app = await openApp();
  const file = await fileHandle(app.page, path);
  const { id } = await app.page.evaluate(async (file) => {
    await window.lensmith.ready;
    return window.lensmith.importDataset(file);
  }, file);
  return {
    async train(options) {
      const { seconds, runs } = await app.page.evaluate(
        async (options) => {
          const started = performance.now();
          const runs = await window.lensmith.train({ ...options, backend: 'wasm' });
          return { runs, seconds: (performance.now() - started) / 1000 };
        },
        { ...options, dataset: id },
      );
      const finished = runs.filter(({ status }) => status === 'finished');
      if (finished.length === 0) throw new Error(`no run finished: ${runs[0]?.error?.message}`);
      const best = bestOf(finished);
      return { seconds, runs: finished, best, split: await splitOf(app.page, best, options.seed) };
    },
    close: () => app.close(),
  };
}

/** The best by validation accuracy; of equals the first. */
export function bestOf(runs: readonly Run[]): Run {
  const accuracy = (run: Run) => run.validation?.accuracy ?? 0;
  return runs.reduce((best, run) => (accuracy(run) > accuracy(best) ? run : best));
}

/** Test accuracy of a finished run. */
export function testAccuracy(run: Run): number {
  if (!run.test) throw new Error(`${run.id} has no test accuracy`);
  return run.test.accuracy;
}
