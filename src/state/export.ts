import { type Accessor, createSignal } from 'solid-js';
import type {
  Certificate,
  ExportProgress,
  ExportRequest,
  ExportResult,
} from '../../core/contract/export';
import { importedDataset } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import type { Run } from '../../core/run';
import { exportModel } from '../bridge/export';
import type { ActivityState } from './activity';
import type { DatasetState } from './dataset';
import { exportFileName } from './export-request';
import type { HistoryState } from './history';
import type { Services } from './services';

export interface RunningExport extends ExportProgress {
  name: string;
  runId: string;
  request: ExportRequest;
  stopping: boolean;
}

export interface FinishedExport {
  name: string;
  runId: string;
  request: ExportRequest;
  bytes: number;
  /** Null where it was written to the target. */
  file: File | null;
  certificate: Certificate | null;
}

export interface ExportStartOptions {
  /** A file that a picker gave, written as the export is made. */
  target?: FileSystemFileHandle | null;
  onProgress?: (progress: ExportProgress) => void;
  /** Stops it as `stop` does. */
  signal?: AbortSignal;
}

/** One export at a time, whatever view is open. */
export interface ExportsState {
  running: Accessor<RunningExport | null>;
  /** Of the last export, until it is dismissed or another is started. */
  finished: Accessor<FinishedExport | null>;
  error: Accessor<unknown>;
  /** What a picker suggests. */
  nameOf(run: Run, request: ExportRequest): string;
  /** Rejects as `ExportApi.export`, or exportRunning. */
  start(
    runId: string | 'best',
    request: ExportRequest,
    options?: ExportStartOptions,
  ): Promise<FinishedExport>;
  /** Nothing is left behind. */
  stop(): void;
  dismiss(): void;
}

export interface ExportInputs {
  services: Services;
  activity: ActivityState;
  history: HistoryState;
  datasets: DatasetState;
}

export function createExports({
  services,
  activity,
  history,
  datasets,
}: ExportInputs): ExportsState {
  const [running, setRunning] = createSignal<RunningExport | null>(null);
  const [finished, setFinished] = createSignal<FinishedExport | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  let stopper: AbortController | null = null;

  function nameOf(run: Run, request: ExportRequest): string {
    return exportFileName(run, datasetName(run) ?? '', request);
  }

  function datasetName({ datasetId, experimentId }: Run): string | undefined {
    const dataset = datasets.all()?.find(({ id }) => id === datasetId);
    if (dataset) return dataset.name;
    // Of an imported model the experiment bears the name of what it was trained on.
    if (datasetId !== importedDataset) return undefined;
    return history.all()?.find(({ experiment }) => experiment.id === experimentId)?.experiment.name;
  }

  /** From the store, which knows a run before the history does. Throws unknownRun. */
  async function find(id: string | 'best'): Promise<Run> {
    const { runs, datasets: stored } = await services.store;
    const current = id === 'best' ? await stored.current() : null;
    const run = id !== 'best' ? await runs.get(id) : current ? await runs.best(current) : null;
    if (run?.status !== 'finished') throw new LensmithError('unknownRun', { id });
    return run;
  }

  function stop(): void {
    stopper?.abort();
    setRunning((now) => now && { ...now, stopping: true });
  }

  return {
    running,
    finished,
    error,
    nameOf,
    async start(runId, request, { target = null, onProgress, signal } = {}) {
      if (stopper) throw new LensmithError('exportRunning');
      if (signal?.aborted) throw new LensmithError('cancelled');
      const own = new AbortController();
      stopper = own;
      signal?.addEventListener('abort', stop);
      setError(null);
      setFinished(null);
      try {
        const run = await find(runId);
        const name = target?.name ?? nameOf(run, request);
        const about = { name, runId: run.id, request };
        const show = (progress: ExportProgress) => {
          // What is still under way across the boundary when it has ended is no news.
          if (stopper !== own) return;
          setRunning({ ...progress, ...about, stopping: own.signal.aborted });
          activity.set('export', shareOf(progress));
        };
        const tell = (progress: ExportProgress) => {
          show(progress);
          onProgress?.(progress);
        };
        show({ phase: 'loading', done: 0, total: null });
        const made = await exportModel(services.formats, run.id, request, target, tell, own.signal);
        const result = { ...about, ...resultOf(made, name) };
        setFinished(result);
        return result;
      } catch (fault) {
        setError(fault);
        throw fault;
      } finally {
        signal?.removeEventListener('abort', stop);
        stopper = null;
        setRunning(null);
        activity.set('export', 'ended');
      }
    },
    stop,
    dismiss() {
      setFinished(null);
      setError(null);
    },
  };
}

/** Of the phase, 0..1; null where its size is unknown. */
export function shareOf({ done, total }: ExportProgress): number | null {
  return total ? Math.min(1, done / total) : null;
}

function resultOf({ bytes, file, certificate }: ExportResult, name: string) {
  const type = name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream';
  return { bytes, certificate, file: file && new File([file], name, { type }) };
}
