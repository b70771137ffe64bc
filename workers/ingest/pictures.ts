import type { SkippedFile, SkipReason, Split } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import { sha256 } from '../../core/sha256';
import { pixelLimit } from '../imaging/decode';
import type { PictureForms } from '../imaging/forms';
import { isTaken, readHeader } from '../imaging/header';
import { Gate, inOrder } from './flow';
import type { SourceFile } from './source';
import { DamagedEntry } from './zip/inflate';

/** A file with the class and side that the layout gave it. */
export interface Candidate {
  file: SourceFile;
  label: string;
  split: Split | null;
}

export interface ReadPicture {
  candidate: Candidate;
  original: Blob;
  /** SHA-256 of the original bytes, hex. */
  hash: string;
  forms: PictureForms;
}

export interface ReadOptions {
  render: (blob: Blob) => Promise<PictureForms>;
  /** Pictures worked on at a time. */
  parallel: number;
  signal: AbortSignal;
}

/** Bytes of one picture's file. */
const fileLimit = 128 * 2 ** 20;
/** Bytes of files, and pixels being decoded, that are in memory at a time. */
export const bytesInMemory = fileLimit;
const pixelsInMemory = 50_000_000;

class Refused extends Error {
  readonly reason: SkipReason;

  constructor(reason: SkipReason) {
    super(reason);
    this.reason = reason;
  }
}

export interface OpenPicture {
  bytes: Uint8Array<ArrayBuffer>;
  /** As the header promises; 0 where it does not tell. */
  pixels: number;
  /** MIME type by the bytes. */
  type: string;
}

/** Unpacks a file and looks at its header. Throws, for `whyRefused`, what is not to be decoded. */
export async function openPicture(file: SourceFile): Promise<OpenPicture> {
  if (file.size > fileLimit) throw new Refused('pictureTooLarge');
  const bytes = await file.bytes();
  const header = readHeader(bytes);
  if (!header) throw new Refused('notAPicture');
  if (!isTaken(header.format)) throw new Refused('unsupportedFormat');
  const pixels = header.size ? header.size.width * header.size.height : 0;
  if (pixels > pixelLimit) throw new Refused('pictureTooLarge');
  return { bytes, pixels, type: `image/${header.format}` };
}

/** Null for what says nothing of the picture. */
export function whyRefused(error: unknown): SkipReason | null {
  if (error instanceof Refused) return error.reason;
  if (error instanceof DamagedEntry) return 'damagedEntry';
  if (!(error instanceof LensmithError)) return null;
  if (error.code === 'notAPicture') return 'undecodable';
  return error.code === 'pictureTooLarge' ? 'pictureTooLarge' : null;
}

/**
 * Reads, checks, hashes and decodes each picture; gives it, or why it was refused, in the order of
 * the candidates. A few are worked on at a time, within limits on bytes and pixels in memory.
 */
export function readPictures(
  candidates: Iterable<Candidate>,
  { render, parallel, signal }: ReadOptions,
): AsyncGenerator<ReadPicture | SkippedFile> {
  const bytesGate = new Gate(bytesInMemory);
  const pixelsGate = new Gate(pixelsInMemory);

  async function read(candidate: Candidate): Promise<ReadPicture> {
    signal.throwIfAborted();
    const { bytes, pixels, type } = await openPicture(candidate.file);
    const hash = await sha256(bytes);
    const original = new Blob([bytes], { type });
    signal.throwIfAborted();
    const forms = await pixelsGate.run(pixels, () => render(original));
    return { candidate, original, hash, forms };
  }

  return inOrder(candidates, parallel, async (candidate) => {
    const { file } = candidate;
    try {
      return await bytesGate.run(file.size, () => read(candidate));
    } catch (error) {
      const reason = whyRefused(error);
      if (reason === null) throw error;
      return { file: file.path, reason };
    }
  });
}
