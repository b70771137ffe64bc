import type { DeviceReport } from '../core/contract/engine';
import type { ExportRequest } from '../core/contract/export';
import type { ImportedModel, ImportModelOptions } from '../core/contract/import';
import type { ImportFile, ImportProgress } from '../core/contract/ingest';
import type {
  BatchProgress,
  BatchResult,
  ExplainOptions,
  ExplanationResult,
  TrainEvent,
} from '../core/contract/trainer';
import type { SkippedFile } from '../core/dataset';
import { LensmithError } from '../core/errors';
import type { Experiment, Prediction, Run, TrainOptions } from '../core/run';
import type { App } from './state/app';
import type { DatasetExportOptions, WrittenDataset } from './state/dataset-export';
import { readFileList } from './state/dropped-files';
import type { ExportStartOptions, FinishedExport } from './state/export';
import { type ExportName, exportRequest } from './state/export-request';

export interface ImportOptions {
  /** The dataset's name; default: the archive's or the folder's. */
  name?: string;
  onProgress?: (progress: ImportProgress) => void;
}

export interface ImportResult {
  id: string;
  images: number;
  classes: string[];
  skipped: SkippedFile[];
}

export interface PredictResult {
  /** Best first. */
  predictions: Prediction[];
  /** Whether even the best is below the run's threshold: none of the classes, most likely. */
  none: boolean;
  runId: string;
  /** Of the network, on a warm engine, decode excluded. */
  latencyMs: number;
}

/**
 * `window.lensmith`: the functions the views use, for scripts. What they do shows live on the page.
 * All of them reject with a LensmithError: `code`, `message`, `remedy`, `context`.
 */
export interface LensmithApi {
  /** Resolves when the store is open. */
  readonly ready: Promise<void>;
  /** A ZIP, or the files of a folder (`webkitRelativePath` or `{path, blob}` names the class folder). */
  importDataset(
    source: File | Blob | Iterable<File | ImportFile>,
    options?: ImportOptions,
  ): Promise<ImportResult>;
  /**
   * A bundle (its ZIP or its files) or a `.safetensors` with timm's names, taken back in as a run or,
   * where it names no classes or `as` says so, as a backbone.
   */
  importModel(
    source: File | Blob | Iterable<File | ImportFile>,
    options?: ImportModelOptions,
  ): Promise<ImportedModel>;
  /** Resolves to the experiment's runs when it has ended, also when cancelled. */
  train(options: TrainOptions, onProgress?: (event: TrainEvent) => void): Promise<Run[]>;
  /** Goes on with an interrupted experiment. */
  resume(experimentId: string, onProgress?: (event: TrainEvent) => void): Promise<Run[]>;
  /** Stops the training under way, imports, exports, and a batch; what is finished is kept. */
  cancel(): void;
  /** All runs of all datasets, in the order they were started. */
  runs(): Promise<Run[]>;
  /** All experiments of all datasets, newest first: options, notes, what models reach together. */
  experiments(): Promise<Experiment[]>;
  /** `best`: the best run by validation of the dataset opened last. */
  predict(
    runId: string | 'best',
    picture: Blob,
    options?: { topK?: number },
  ): Promise<PredictResult>;
  /**
   * Where a model sees evidence for the most likely class, or for those named in `options.classes`,
   * as maps over the part of the picture that it saw.
   */
  explain(
    runId: string | 'best',
    picture: Blob,
    options?: ExplainOptions,
  ): Promise<ExplanationResult>;
  /**
   * Predicts a ZIP, or the files of a folder, and gives a CSV: see docs/api.md. Resolves also when
   * stopped by `signal` or `cancel()`, with what is done.
   */
  predictFiles(
    runId: string | 'best',
    source: File | Blob | Iterable<File | ImportFile>,
    options?: {
      topK?: number;
      onProgress?: (progress: BatchProgress) => void;
      signal?: AbortSignal;
    },
  ): Promise<BatchResult>;
  /**
   * A finished run as files for other tools, checked by their readers: see docs/exports.md. `file` is
   * null where `target` was given. One at a time.
   */
  export(
    runId: string | 'best',
    format?: ExportName | ExportRequest,
    options?: ExportStartOptions,
  ): Promise<FinishedExport>;
  /**
   * A dataset as it stands as a ZIP that imports to the same: pictures, labels, split. `file` is null
   * where `target` was given.
   */
  exportDataset(datasetId: string, options?: DatasetExportOptions): Promise<WrittenDataset>;
  /** For good, with all that belongs to it. Rejects with inTraining while it is being trained. */
  remove(what: { run: string } | { experiment: string } | { dataset: string }): Promise<void>;
  /** What training would use, and why. */
  device(backend?: 'wasm' | 'webgpu'): Promise<DeviceReport>;
}

declare global {
  interface Window {
    lensmith: LensmithApi;
  }
}

export function installApi({
  services,
  settings,
  datasets,
  experiment,
  batch,
  modelImport,
  exports,
  datasetExport,
  history,
}: App): void {
  const each = (onProgress?: (event: TrainEvent) => void) =>
    onProgress && ((events: TrainEvent[]) => events.forEach(onProgress));

  window.lensmith = {
    ready: services.store.then((store) => store.datasets.list()).then(() => {}),
    async importDataset(source, { name, onProgress } = {}) {
      const dropped = filesOf(source);
      const { id, images, classes, skipped } = await datasets.import(
        dropped.files,
        name ?? dropped.name,
        onProgress,
      );
      return { id, images, classes, skipped };
    },
    importModel: (source, options) => modelImport.start(filesOf(source), options),
    async train(options, onProgress) {
      // The page follows: the dataset trained on is the one in view.
      await datasets.select(options.dataset);
      return (await experiment.train(options, each(onProgress))).runs;
    },
    resume: async (experimentId, onProgress) =>
      (await experiment.resume(experimentId, each(onProgress))).runs,
    cancel() {
      experiment.stop();
      datasets.stopImport();
      batch.stop();
      modelImport.stop();
      exports.stop();
      datasetExport.stop();
    },
    async runs() {
      const all = await (await services.store).runs.list();
      return all.sort((a, b) => a.startedAt - b.startedAt);
    },
    experiments: async () => (await services.store).experiments.list(),
    async predict(runId, picture, { topK = 3 } = {}) {
      const [result] = await experiment.predict(runId, [picture], topK);
      if (!result) throw new LensmithError('internal', { detail: 'no prediction came back' });
      return result;
    },
    explain: (runId, picture, options = {}) => experiment.explain(runId, picture, options),
    predictFiles: (runId, source, options) => batch.start(runId, filesOf(source), options),
    export: async (runId, format = 'bundle', options) =>
      exports.start(runId, exportRequest(format), options),
    async exportDataset(id, options) {
      const dataset = await (await services.store).datasets.get(id);
      if (!dataset) throw new LensmithError('unknownDataset', { id });
      return datasetExport.start(dataset, options);
    },
    async remove(what) {
      const { runs, experiments, datasets: stored } = await services.store;
      const training = experiment.training();
      const refuse = (id: string, isTrained: boolean) => {
        if (isTrained) throw new LensmithError('inTraining', { id });
      };
      if ('run' in what) {
        const run = await runs.get(what.run);
        if (!run) throw new LensmithError('unknownRun', { id: what.run });
        refuse(run.id, run.experimentId === training?.id);
        await runs.remove(run.id);
      } else if ('experiment' in what) {
        const { experiment: id } = what;
        if (!(await experiments.get(id))) throw new LensmithError('unknownExperiment', { id });
        refuse(id, id === training?.id);
        await history.remove(id);
      } else {
        const { dataset: id } = what;
        if (!(await stored.get(id))) throw new LensmithError('unknownDataset', { id });
        refuse(id, id === training?.datasetId);
        await datasets.remove(id);
      }
    },
    device(backend) {
      const chosen = settings.backend();
      return services.trainer.device(backend ?? (chosen === 'auto' ? undefined : chosen));
    },
  };
}

function filesOf(source: File | Blob | Iterable<File | ImportFile>) {
  if (source instanceof Blob) {
    const file = source instanceof File ? source : new File([source], 'pictures.zip');
    return readFileList([file]);
  }
  return readFileList(source);
}
