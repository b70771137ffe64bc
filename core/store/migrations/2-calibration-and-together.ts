import type { Migration } from './migration';

/** Runs and experiments of the first release were neither calibrated nor combined. */
export const calibrationAndTogether: Migration = {
  version: 2,
  async migrate(_db, tx) {
    const runs = tx.objectStore('runs');
    for (const run of await runs.getAll()) await runs.put({ calibration: null, ...run });
    const experiments = tx.objectStore('experiments');
    for (const one of await experiments.getAll()) await experiments.put({ together: [], ...one });
  },
};
