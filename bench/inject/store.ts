import type { Split } from '../../core/dataset';
import { splitHash, splitPictures } from '../../core/learning/split';
import { openStore } from '../../core/store';
import { putFinishedRun } from './finished-run';

/** Where a picture of the archive stood in a run. */
export interface SplitRow {
  file: string;
  label: number;
  side: Split;
}

/**
 * The app's own store, inside the app's page: read for peers that have to see the same pictures,
 * written for views that need a finished run.
 */
const benchStore = {
  /** The split of a seed; Node compares `hash` with the one in the run's tags. */
  async split(datasetId: string, seed: number): Promise<{ hash: string; rows: SplitRow[] }> {
    const store = await openStore();
    const pictures = await store.datasets.pictures(datasetId);
    store.close();
    const { sides } = splitPictures(pictures, { seed });
    const rows = pictures.map(({ file, label }, i) => ({ file, label, side: sides[i] }));
    return { hash: splitHash(pictures, sides), rows };
  },
  putFinishedRun,
};

declare global {
  interface Window {
    benchStore: typeof benchStore;
  }
}
window.benchStore = benchStore;
