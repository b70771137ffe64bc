import type { Dataset, SkippedFile } from '../dataset';
import type { JobId } from './job';

/** A dropped archive, or one file of a dropped folder with its path inside it. */
export interface ImportFile {
  path: string;
  blob: Blob;
}

export interface ImportProgress {
  phase: 'reading' | 'pictures' | 'duplicates' | 'saving';
  /** Pictures handled and, once the listing is known, expected. */
  done: number;
  total: number | null;
  skipped: number;
}

export interface ImportedDataset {
  id: string;
  images: number;
  classes: string[];
  skipped: SkippedFile[];
  /** The dataset was there already (same pictures, same labels). */
  existing: boolean;
  dataset: Dataset;
}

/** workers/ingest.worker.ts. All methods reject with WireError-carrying errors. */
export interface IngestApi {
  /** One ZIP, or the files of a folder. Nothing is stored when it rejects. */
  importDataset(
    job: JobId,
    files: ImportFile[],
    name: string,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportedDataset>;
  cancel(job: JobId): void;
}
