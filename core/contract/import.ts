import type { ImportFile } from './ingest';
import type { JobId } from './job';

export interface ImportModelOptions {
  /** Default: a run where the file names its classes, a backbone where it does not. */
  as?: 'run' | 'backbone';
}

export interface ModelImportProgress {
  /** `checking`: the tensors against the network; `storing` has no steps. */
  phase: 'reading' | 'checking' | 'storing';
  /** Tensors. */
  done: number;
  total: number;
}

/** What a file came back as. */
export type ImportedModel =
  | {
      kind: 'run';
      runId: string;
      experimentId: string;
      backbone: string;
      classes: string[];
      /** Name of the dataset that is here and that it was trained on; null: it is not here. */
      dataset: string | null;
      /** It was here already, bit for bit; nothing was stored. */
      existing: boolean;
    }
  | { kind: 'backbone'; backbone: string; title: string; existing: boolean };

/** workers/formats.worker.ts, the importing part. */
export interface ImportApi {
  /**
   * Takes a bundle (a ZIP or a folder's files) or a `.safetensors` with timm's names back in, as a
   * run or as a backbone. Nothing is stored when it rejects, which it does with importForeign,
   * importSeveral, importArchitecture, importUnnamed, importDescription, importClasses,
   * importNotFinite, importNewer, weightsDamaged, weightsMismatch, weightsType, zipTruncated,
   * zipTooLarge, storageFull, cancelled.
   */
  importModel(
    job: JobId,
    files: ImportFile[],
    options: ImportModelOptions,
    onProgress: (progress: ModelImportProgress) => void,
  ): Promise<ImportedModel>;
}
