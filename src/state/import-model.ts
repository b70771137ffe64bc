import { type Accessor, createSignal } from 'solid-js';
import type {
  ImportedModel,
  ImportModelOptions,
  ModelImportProgress,
} from '../../core/contract/import';
import { LensmithError } from '../../core/errors';
import { importModel } from '../bridge/import-model';
import type { Dropped } from './dropped-files';
import type { Services } from './services';

export interface RunningModelImport extends ModelImportProgress {
  /** Of the file or folder. */
  name: string;
  stopping: boolean;
}

/** A model coming back in: one at a time, whatever view is open. */
export interface ModelImportState {
  running: Accessor<RunningModelImport | null>;
  /** Of the last import, until it is dismissed or another starts. */
  imported: Accessor<ImportedModel | null>;
  error: Accessor<unknown>;
  /** Rejects as `ImportApi.importModel`, or importRunning. */
  start(dropped: Dropped, options?: ImportModelOptions): Promise<ImportedModel>;
  stop(): void;
  dismiss(): void;
}

export function createModelImport({ formats }: Pick<Services, 'formats'>): ModelImportState {
  const [running, setRunning] = createSignal<RunningModelImport | null>(null);
  const [imported, setImported] = createSignal<ImportedModel | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  let stopper: AbortController | null = null;

  return {
    running,
    imported,
    error,
    async start({ files, name }, options = {}) {
      if (stopper) throw new LensmithError('importRunning');
      const own = new AbortController();
      stopper = own;
      const show = (progress: ModelImportProgress) => {
        if (stopper === own) setRunning({ ...progress, name, stopping: own.signal.aborted });
      };
      setError(null);
      setImported(null);
      show({ phase: 'reading', done: 0, total: 0 });
      try {
        const result = await importModel(formats, files, options, show, own.signal);
        setImported(result);
        return result;
      } catch (fault) {
        setError(fault);
        throw fault;
      } finally {
        stopper = null;
        setRunning(null);
      }
    },
    stop() {
      stopper?.abort();
      setRunning((now) => now && { ...now, stopping: true });
    },
    dismiss() {
      setImported(null);
      setError(null);
    },
  };
}
