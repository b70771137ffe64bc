import { LensmithError } from '../../../core/errors';

/** What an archive may ask for; all known from the listing, before anything is inflated. */
export interface ZipLimits {
  /** Over all nested archives together. */
  entries: number;
  /** Declared bytes of all entries, nested archives' included. */
  totalBytes: number;
  /** Declared over compressed bytes of an archive that unpacks to more than `ratioFrom`. */
  ratio: number;
  ratioFrom: number;
  /** Archives within archives: 0 is the dropped one. */
  depth: number;
}

const MiB = 2 ** 20;

export const defaultLimits: ZipLimits = {
  entries: 200_000,
  totalBytes: 4096 * MiB,
  // Blank bitmaps reach DEFLATE's own limit of 1032, whole sets of pictures never 100.
  ratio: 100,
  ratioFrom: 64 * MiB,
  depth: 3,
};

/** Counts what an archive and those inside it declare, and refuses with zipTooLarge. */
export class ZipBudget {
  readonly #file: string;
  readonly #limits: ZipLimits;
  #entries = 0;
  #bytes = 0;

  constructor(file: string, limits: ZipLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** To be called with the count of entries before they are read. */
  addEntries(count: number): void {
    this.#entries += count;
    if (this.#entries > this.#limits.entries) this.refuse('files', this.#limits.entries);
  }

  /** To be called with each archive's listing. */
  addListing(entries: readonly { size: number; compressedSize: number }[]): void {
    let size = 0;
    let compressed = 0;
    for (const entry of entries) {
      size += entry.size;
      compressed += entry.compressedSize;
    }
    this.#bytes += size;
    if (this.#bytes > this.#limits.totalBytes) {
      this.refuse('bytes', Math.round(this.#limits.totalBytes / MiB));
    }
    if (size > this.#limits.ratioFrom && size > compressed * this.#limits.ratio) {
      this.refuse('ratio', this.#limits.ratio);
    }
  }

  enter(depth: number): void {
    if (depth > this.#limits.depth) this.refuse('depth', this.#limits.depth);
  }

  /** `most`: the limit, in files, MiB, times or archives. */
  refuse(reason: 'files' | 'bytes' | 'ratio' | 'depth' | 'listing' | 'overlap', most = 0): never {
    throw new LensmithError('zipTooLarge', { file: this.#file, reason, most });
  }
}
