import type { PixelBatch } from './engine';

/** What strangers open: a tfjs graph model, or an ONNX file whose input is uint8 or float32. */
export type ReaderKind = 'tfjs' | 'onnx';

/** One file of an export, whole. Its buffer is moved to the reader. */
export interface ReaderFile {
  /** As in the export: a graph model's shards lie beside its `model.json`. */
  path: string;
  data: ArrayBuffer;
}

/**
 * How an `onnx` file is fed: pixels as they are, or normalised here and channels first. Graph models
 * take pixels.
 */
export type ReaderInput =
  | { layout: 'pixels' }
  | { layout: 'normalised'; mean: readonly number[]; std: readonly number[] };

/**
 * workers/reader.worker.ts: opens an export as a stranger would, with the stock library, and answers
 * pictures with it. Ended after each check, so that nothing of it stays in memory.
 */
export interface ReaderApi {
  /**
   * Resolves with the library that opened it: `@tensorflow/tfjs-converter 4.22.0 (wasm)`. Rejects with
   * `internal`, its detail what the library says.
   */
  open(kind: ReaderKind, files: readonly ReaderFile[], input: ReaderInput): Promise<string>;
  /** Of network inputs [N, H, W, 3]: probabilities [N, classes], row-major. */
  probabilities(pixels: PixelBatch): Promise<Float32Array>;
  /** Frees the model. */
  close(): Promise<void>;
}
