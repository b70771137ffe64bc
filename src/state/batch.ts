import { type Accessor, createSignal } from 'solid-js';
import type { ImportFile } from '../../core/contract/ingest';
import type { BatchOptions, BatchProgress, BatchResult } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import type { ActivityState } from './activity';
import type { Dropped } from './dropped-files';
import type { Services } from './services';

export interface RunningBatch extends BatchProgress {
  /** The archive's or the folder's name. */
  name: string;
  stopping: boolean;
}

export interface FinishedBatch extends BatchResult {
  name: string;
  /** Files there were to look at, also of a batch that was stopped; null where it was not listed yet. */
  total: number | null;
}

export interface StartOptions extends BatchOptions {
  onProgress?: (progress: BatchProgress) => void;
  /** Stops it as `stop` does. */
  signal?: AbortSignal;
}

export interface BatchState {
  running: Accessor<RunningBatch | null>;
  /** Of the last batch, until it is dismissed or another is started. */
  finished: Accessor<FinishedBatch | null>;
  error: Accessor<unknown>;
  /** One at a time. Resolves also when stopped; rejects as `TrainerApi.predictFiles`, or batchRunning. */
  start(runId: string | 'best', dropped: Dropped, options?: StartOptions): Promise<BatchResult>;
  /** What is done is kept. */
  stop(): void;
  dismiss(): void;
}

/** More pictures than this at once are counted, not looked at one by one. */
const mostSingles = 24;

export const isArchive = ({ path, blob }: ImportFile): boolean =>
  /\.zip$/i.test(path) || /^application\/(x-)?zip/.test(blob.type);

/** Whether what was dropped is for a batch: an archive, a folder, or many pictures. */
export function isBatch(files: readonly ImportFile[]): boolean {
  return (
    files.length > mostSingles || files.some((file) => file.path.includes('/') || isArchive(file))
  );
}

/** Batch prediction goes on whatever view is open; nothing of it is stored. */
export function createBatch(services: Services, activity: ActivityState): BatchState {
  const [running, setRunning] = createSignal<RunningBatch | null>(null);
  const [finished, setFinished] = createSignal<FinishedBatch | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  let stopper: AbortController | null = null;

  function stop(): void {
    stopper?.abort();
    setRunning((now) => now && { ...now, stopping: true });
  }

  async function start(
    runId: string,
    { files, name }: Dropped,
    { onProgress, signal, ...options }: StartOptions = {},
  ): Promise<BatchResult> {
    if (stopper) throw new LensmithError('batchRunning');
    if (signal?.aborted) throw new LensmithError('cancelled');
    const own = new AbortController();
    stopper = own;
    let total: number | null = null;
    const show = (progress: BatchProgress) => {
      // What is still under way across the boundary when it has ended is no news.
      if (stopper !== own) return;
      total = progress.total;
      setRunning({ ...progress, name, stopping: own.signal.aborted });
      activity.set('predict', total ? progress.done / total : null);
    };
    const tell = (progress: BatchProgress) => {
      show(progress);
      onProgress?.(progress);
    };
    setError(null);
    setFinished(null);
    show({ done: 0, total: null, failed: 0, rate: null, remainingSeconds: null });
    signal?.addEventListener('abort', stop);
    try {
      const result = await services.trainer.predictFiles(runId, files, options, tell, own.signal);
      setFinished({ ...result, name, total });
      return result;
    } catch (fault) {
      setError(fault);
      throw fault;
    } finally {
      signal?.removeEventListener('abort', stop);
      stopper = null;
      setRunning(null);
      activity.set('predict', 'ended');
    }
  }

  return {
    running,
    finished,
    error,
    start,
    stop,
    dismiss() {
      setFinished(null);
      setError(null);
    },
  };
}
