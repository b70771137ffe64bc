import type { IngestApi } from '../../core/contract/ingest';
import type { JobId } from '../../core/contract/job';
import { LensmithError } from '../../core/errors';
import { openStore } from '../../core/store';
import { createFormsPool } from '../imaging/forms-pool';
import { importDataset } from './import';
import { openSpool } from './zip/disk-spool';

const jobs = new Map<JobId, AbortController>();

export const ingest: IngestApi = {
  async importDataset(job, files, name, onProgress) {
    const controller = new AbortController();
    jobs.set(job, controller);
    const pool = createFormsPool();
    const closing: (() => unknown)[] = [() => jobs.delete(job), () => pool.close()];
    try {
      const store = await openStore();
      closing.push(() => store.close());
      const spool = await openSpool();
      closing.push(() => spool.clear());
      return await importDataset(files, name, {
        store,
        spool,
        render: pool.render,
        parallel: pool.parallel,
        signal: controller.signal,
        onProgress,
      });
    } finally {
      for (const close of closing) await close();
    }
  },

  cancel(job) {
    jobs.get(job)?.abort(new LensmithError('cancelled'));
  },
};
