import * as Comlink from 'comlink';
import { type Accessor, createSignal } from 'solid-js';
import type { ExportProgress } from '../../core/contract/export';
import type { Dataset } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import { fileName } from '../ui/download';
import type { ActivityState } from './activity';
import { shareOf } from './export';
import { createPace, type Pace } from './pace';
import type { Services } from './services';

export interface RunningDatasetExport extends ExportProgress, Pace {
  name: string;
  stopping: boolean;
}

export interface WrittenDataset {
  name: string;
  bytes: number;
  /** Null where it was written to the target. */
  file: File | null;
}

export interface DatasetExportOptions {
  /** A file that a picker gave, written as the archive is made. */
  target?: FileSystemFileHandle | null;
  onProgress?: (progress: ExportProgress) => void;
}

/** One dataset at a time is written to a ZIP. */
export interface DatasetExportState {
  running: Accessor<RunningDatasetExport | null>;
  /** The last one, until it is dismissed or another is started. */
  finished: Accessor<WrittenDataset | null>;
  error: Accessor<unknown>;
  /** What a picker suggests. */
  nameOf(dataset: Pick<Dataset, 'name'>): string;
  /** Rejects as `ExportApi.exportDataset`, or exportRunning. */
  start(
    dataset: Pick<Dataset, 'id' | 'name'>,
    options?: DatasetExportOptions,
  ): Promise<WrittenDataset>;
  /** Nothing is left behind. */
  stop(): void;
  dismiss(): void;
}

export function createDatasetExport(
  { formats }: Pick<Services, 'formats'>,
  activity: ActivityState,
): DatasetExportState {
  const [running, setRunning] = createSignal<RunningDatasetExport | null>(null);
  const [finished, setFinished] = createSignal<WrittenDataset | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  let stopper: AbortController | null = null;
  const nameOf = ({ name }: Pick<Dataset, 'name'>) => fileName(name, 'zip');

  return {
    running,
    finished,
    error,
    nameOf,
    async start(dataset, { target = null, onProgress } = {}) {
      if (stopper) throw new LensmithError('exportRunning');
      const own = new AbortController();
      stopper = own;
      setError(null);
      setFinished(null);
      const name = target?.name ?? nameOf(dataset);
      const pace = createPace();
      const show = (progress: ExportProgress) => {
        // What is still under way across the boundary when it has ended is no news.
        if (stopper !== own) return;
        const { done, total } = progress;
        setRunning({ ...progress, ...pace(done, total), name, stopping: own.signal.aborted });
        activity.set('export', shareOf(progress));
      };
      const tell = (progress: ExportProgress) => {
        show(progress);
        onProgress?.(progress);
      };
      show({ phase: 'writing', done: 0, total: null });
      try {
        const { bytes, file } = await formats.job(
          (api, job) => api.exportDataset(job, dataset.id, target, Comlink.proxy(tell)),
          own.signal,
        );
        const zip = file && new File([file], name, { type: 'application/zip' });
        const written = { name, bytes, file: zip };
        setFinished(written);
        return written;
      } catch (fault) {
        setError(fault);
        throw fault;
      } finally {
        stopper = null;
        setRunning(null);
        activity.set('export', 'ended');
      }
    },
    stop() {
      stopper?.abort();
      setRunning((now) => now && { ...now, stopping: true });
    },
    dismiss() {
      setFinished(null);
      setError(null);
    },
  };
}
