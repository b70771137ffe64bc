import type { Answer } from './classifier';

/** A path or a file's bytes in Node; a Blob or File everywhere but in Node. */
export type Picture = string | URL | Uint8Array<ArrayBuffer> | Blob;

export interface Model {
  readonly labels: readonly string[];
  /** The `top` most likely classes of one picture. Errors have a `remedy`. */
  predict(picture: Picture, options?: { top?: number }): Promise<Answer>;
  dispose(): void;
}
