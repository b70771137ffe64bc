import { sha256 } from '../../../core/sha256';
import type { ExportedFile } from '../../../model-zoo/convert/exported';

/** A file of an export with all its bytes, as a reader wants it. */
export interface WholeFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly data: ArrayBuffer;
}

/** Throws where the content is shorter or longer than the exporter said. */
export async function wholeFile({ path, bytes, content }: ExportedFile): Promise<WholeFile> {
  const data = new Uint8Array(bytes);
  let at = 0;
  for (const piece of content()) {
    if (at + piece.length > bytes) throw new RangeError(`${path} is longer than ${bytes} bytes`);
    data.set(piece, at);
    at += piece.length;
  }
  if (at < bytes) throw new RangeError(`${path} has ${at} bytes instead of ${bytes}`);
  return { path, bytes, sha256: await sha256(data), data: data.buffer };
}
