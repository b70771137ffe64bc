import type { IngestApi } from '../../core/contract/ingest';
import type { JobId } from '../../core/contract/job';
import { LensmithError } from '../../core/errors';
import { openStore } from '../../core/store';
import { renderForms } from '../imaging/forms';
import { importDataset } from './import';
import { openSpool } from './zip/disk-spool';

const jobs = new Map<JobId, AbortController>();

export const ingest: IngestApi = {
  async importDataset(job, files, name, onProgress) {
    const controller = new AbortController();
    jobs.set(job, controller);
    const [store, spool] = await Promise.all([openStore(), openSpool()]);
    try {
      return await importDataset(files, name, {
        store,
        spool,
        render: renderForms,
        parallel: 4,
        signal: controller.signal,
        onProgress,
      });
    } finally {
      jobs.delete(job);
      await spool.clear();
      store.close();
    }
  },

  cancel(job) {
    jobs.get(job)?.abort(new LensmithError('cancelled'));
  },
};
