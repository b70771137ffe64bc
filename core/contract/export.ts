import type { JobId } from './job';

/** What can be taken away; `bundle` holds the other model formats and everything to use them. */
export type ExportRequest =
  | { format: 'bundle' }
  /** A tfjs graph model in inference form. */
  | { format: 'tfjs'; precision: 'fp32' | 'fp16' }
  /**
   * `uint8`: pixels [N, H, W, 3] as they come from a decoder, normalised inside. `float`: [N, 3, H, W],
   * normalised outside. `int8`: input as `uint8`, matrices in 8 bits.
   */
  | { format: 'onnx'; variant: 'uint8' | 'float' | 'int8' }
  /** timm's names and `config.json`, opened by timm's `local-dir:`. */
  | { format: 'safetensors' }
  /** A state dict for `torch.load(weights_only=True)`. */
  | { format: 'pytorch' }
  /** The whole experiment as an MLflow file store, `mlruns/`. */
  | { format: 'mlflow' };

export type ExportFormat = ExportRequest['format'];

/** How one exported file answered, opened by its reader, on the user's own validation pictures. */
export interface FormatCheck {
  /** Path in the export. */
  file: string;
  /** `@tensorflow/tfjs-converter 4.22.0 (wasm)`; for weights alone, Lensmith's own reader. */
  reader: string;
  precision: 'fp32' | 'fp16' | 'int8';
  pictures: number;
  /** Pictures whose most likely class is the one Lensmith says. */
  agreeing: number;
  /** Largest absolute difference of a probability. */
  largestDifference: number;
  /** What it may be at most, and the least share that must agree. */
  bounds: { difference: number; agreement: number };
  passed: boolean;
  /** Key in the locales (`export.why.<reason>`) where it did not pass. */
  reason: 'otherClass' | 'difference' | 'notFinite' | 'readerFailed' | 'readerUnavailable' | null;
  /** What the reader said, where it failed. */
  detail: string | null;
  /** Some of the pictures whose class differs, with both answers. */
  differing: { picture: string; file: string; ours: string; theirs: string }[];
}

/** `certificate.json`: that what is handed over answers as what was measured. */
export interface Certificate {
  runId: string;
  createdAt: number;
  lensmith: string;
  /** What the answers were compared with: engine, backend, adapter. */
  reference: string;
  /** Validation pictures, at most 200; none where the pictures are gone. */
  pictures: number;
  checks: FormatCheck[];
  /** Of all files checked. */
  files: { path: string; bytes: number; sha256: string }[];
}

export interface ExportProgress {
  phase: 'loading' | 'checking' | 'writing';
  /** Of the phase: pictures or bytes. */
  done: number;
  /** Null where it is not known beforehand. */
  total: number | null;
}

export interface ExportResult {
  bytes: number;
  /**
   * Null where it was written to the target; else on the private file system, readable until some
   * more exports were made or the page was closed.
   */
  file: Blob | null;
  /** Null for MLflow, whose models are checked one by one, and for a dataset. */
  certificate: Certificate | null;
}

/** workers/formats.worker.ts, the exporting part. */
export interface ExportApi {
  /**
   * Writes an export of a finished run as one file (a ZIP; `onnx` and `pytorch` are single files)
   * and checks it. `target`: what a file picker gave. Progress at most about ten times a second.
   * Rejects with unknownRun, cancelled, storageFull, badOption, exportNotWritten, exportTooLarge,
   * onnxTooLarge, and what loading the model throws.
   */
  export(
    job: JobId,
    runId: string | 'best',
    request: ExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<ExportResult>;
  /**
   * Writes a dataset as it stands as a ZIP that imports to the same: its pictures as they came, without
   * the excluded ones; labels and sides in a table and a manifest. Rejects with unknownDataset,
   * oneClass, datasetTooManyFiles, exportTooLarge, cancelled, storageFull, exportNotWritten.
   */
  exportDataset(
    job: JobId,
    datasetId: string,
    target: FileSystemFileHandle | null,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<ExportResult>;
}
