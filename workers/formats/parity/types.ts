import type { Certificate, ExportRequest } from '../../../core/contract/export';
import type { Run } from '../../../core/run';
import type { ExportedFile, TrainedModel } from '../../../model-zoo/convert/exported';
import type { FormatsContext } from '../context';

/** The formats that one model is written in; a bundle is several of them. */
export type ModelRequest = Extract<
  ExportRequest,
  { format: 'tfjs' | 'onnx' | 'safetensors' | 'pytorch' }
>;

/** Files of one format, as its exporter made them: one entry of a certificate's `checks`. */
export interface ExportToCheck {
  request: ModelRequest;
  files: readonly ExportedFile[];
}

export interface ParityOptions {
  signal: AbortSignal;
  /** Pictures answered, of all pictures over all formats. */
  onProgress(done: number, total: number): void;
}

/**
 * Opens every export with its own reader and compares its answers with Lensmith's on up to 200 of the
 * run's validation pictures. A file that fails is a check that did not pass, never an error.
 * Remembers the result by the files' SHA-256, so that the same files are checked once.
 * Rejects with cancelled, unknownRun and what engines throw.
 */
export type CheckParity = (
  context: FormatsContext,
  run: Run,
  model: TrainedModel,
  exports: readonly ExportToCheck[],
  options: ParityOptions,
) => Promise<Certificate>;
