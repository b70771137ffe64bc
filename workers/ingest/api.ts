import type { IngestApi } from '../../core/contract/ingest';
import type { JobId } from '../../core/contract/job';
import { LensmithError } from '../../core/errors';
import { openStore } from '../../core/store';
import { createFormsPool } from '../imaging/forms-pool';
import { addPictures } from './add';
import { type ImportOptions, importDataset } from './import';
import { openSpool } from './zip/disk-spool';

const jobs = new Map<JobId, AbortController>();

/** Runs a job with what it needs of this worker, and gives it all back when the job is over. */
async function withTools<T>(
  job: JobId,
  work: (tools: Omit<ImportOptions, 'onProgress'>) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  jobs.set(job, controller);
  const pool = createFormsPool();
  const closing: (() => unknown)[] = [() => jobs.delete(job), () => pool.close()];
  try {
    const store = await openStore();
    closing.push(() => store.close());
    const spool = await openSpool();
    closing.push(() => spool.clear());
    const { render, parallel } = pool;
    return await work({ store, spool, render, parallel, signal: controller.signal });
  } finally {
    for (const close of closing) await close();
  }
}

export const ingest: IngestApi = {
  importDataset: (job, files, name, onProgress) =>
    withTools(job, (tools) => importDataset(files, name, { ...tools, onProgress })),

  addPictures: (job, datasetId, className, files, onProgress) =>
    withTools(job, (tools) => addPictures(datasetId, className, files, { ...tools, onProgress })),

  cancel(job) {
    jobs.get(job)?.abort(new LensmithError('cancelled'));
  },
};
