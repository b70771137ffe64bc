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

export interface AddedPictures {
  dataset: Dataset;
  /** Pictures that are now there and were not before. */
  added: number;
  /** Files that were not taken, `exactDuplicate` where the dataset holds the picture already. */
  skipped: SkippedFile[];
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
  /**
   * Adds pictures to one class of a dataset, by the name it is shown with; a new name makes a new
   * class at the end. Pictures are stored a few at a time, each time whole: when it rejects, with
   * noPictures, unknownDataset, classNameTaken, storageFull or the signal's reason, those stored before stay.
   */
  addPictures(
    job: JobId,
    datasetId: string,
    className: string,
    files: ImportFile[],
    onProgress: (progress: ImportProgress) => void,
  ): Promise<AddedPictures>;
  cancel(job: JobId): void;
}
