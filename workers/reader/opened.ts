import type { PixelBatch } from '../../core/contract/engine';

/** A model in the library that opened it. */
export interface Opened {
  readonly version: string;
  /** [N, classes], row-major. */
  probabilities(pixels: PixelBatch): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Where the libraries' binaries are; in Node they find their own. */
export interface ReaderAssets {
  /** URLs of tfjs-backend-wasm's, by file name. */
  tfjs?: Record<string, string>;
  /** URL of onnxruntime-web's. */
  onnxruntime?: string;
}
