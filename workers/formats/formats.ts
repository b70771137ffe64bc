import type { FormatsApi } from '../../core/contract/formats';
import { LensmithError } from '../../core/errors';
import type { FormatsContext, FormatsHost } from './context';
import { importModel } from './import/import';
import { Jobs } from './jobs';

/** The formats worker's calls; each is a function of its own part over one context. */
export function createFormats(host: FormatsHost): FormatsApi {
  const jobs = new Jobs();
  let opened: Promise<FormatsContext> = Promise.reject(new LensmithError('internal'));
  opened.catch(() => {});

  return {
    async open({ baseUrl }) {
      opened = host.openStore().then((store) => ({ ...host, store, baseUrl }));
      await opened;
    },
    importModel: (job, files, options, onProgress) =>
      jobs.run(job, async (signal) =>
        importModel(await opened, files, options, signal, onProgress),
      ),
    cancel: (job) => jobs.cancel(job),
  };
}
