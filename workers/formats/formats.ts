import type { FormatsApi } from '../../core/contract/formats';
import { LensmithError } from '../../core/errors';
import { stopUsing, useBackbone } from '../backbones/used';
import { architecture } from './architecture/architecture';
import { listWeights, removeWeights, weightsOf } from './backbones/backbones';
import { download } from './backbones/download';
import { lookup } from './backbones/lookup';
import { discard } from './backbones/pieces';
import type { FormatsContext, FormatsHost } from './context';
import { exportDataset } from './dataset/export-dataset';
import { Handover } from './export/destination';
import { exportRun } from './export/export-run';
import { importModel } from './import/import';
import { Jobs } from './jobs';
import { publish } from './publish/publish';

/** The formats worker's calls; each is a function of its own part over one context. */
export function createFormats(host: FormatsHost): FormatsApi {
  const jobs = new Jobs();
  const handover = new Handover(host.spool);
  let opened: Promise<FormatsContext> = Promise.reject(new LensmithError('internal'));
  opened.catch(() => {});

  return {
    async open({ baseUrl }) {
      opened = host.openStore().then((store) => ({ ...host, store, baseUrl }));
      await opened;
    },
    architecture: async (runId) => architecture(await opened, runId),
    export: (job, runId, request, target, onProgress) =>
      jobs.run(job, async (signal) =>
        exportRun(await opened, handover, signal, runId, request, target, onProgress),
      ),
    exportDataset: (job, datasetId, target, onProgress) =>
      jobs.run(job, async (signal) =>
        exportDataset((await opened).store, handover, signal, datasetId, target, onProgress),
      ),
    importModel: (job, files, options, onProgress) =>
      jobs.run(job, async (signal) =>
        importModel(await opened, files, options, signal, onProgress),
      ),
    backbones: async () => listWeights((await opened).store),
    hubWeights: async (repo) => (await lookup(await opened, repo)).weights,
    hubDownload: (job, repo, onProgress) =>
      jobs.run(job, async (signal) => {
        const context = await opened;
        return weightsOf(context.store, await download(context, repo, signal, onProgress), []);
      }),
    discardDownload: async (repo) => discard((await opened).store, repo),
    useBackbone: async (id) => useBackbone((await opened).store, id),
    stopUsing: async (id) => stopUsing((await opened).store, id),
    removeBackbone: async (id) => removeWeights((await opened).store, id),
    publish: (job, bundle, options, onProgress) =>
      jobs.run(job, async (signal) => publish(await opened, bundle, options, signal, onProgress)),
    cancel: (job) => jobs.cancel(job),
  };
}
