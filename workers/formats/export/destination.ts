import { LensmithError } from '../../../core/errors';
import type { Spool } from '../../ingest/zip/spool';

type Bytes = Uint8Array<ArrayBuffer>;
type Pieces = AsyncIterable<Bytes>;

/** Exports handed over earlier that stay readable. */
const kept = 8;

/** Where exports go that are not written to a file of the user's choice. */
export class Handover {
  readonly #open: () => Promise<Spool>;
  readonly #earlier: Spool[] = [];

  constructor(open: () => Promise<Spool>) {
    this.#open = open;
  }

  /** Throws storageFull; what the pieces throw goes through, and nothing is left behind. */
  async write(pieces: Pieces): Promise<Blob> {
    while (this.#earlier.length >= kept) await this.#earlier.shift()?.clear();
    const spool = await this.#open();
    try {
      const file = await spool.write(pieces);
      this.#earlier.push(spool);
      return file;
    } catch (error) {
      await spool.clear();
      throw error;
    }
  }
}

/**
 * Writes to the file that a picker gave, which keeps what it held before until all is written. Throws
 * storageFull and exportNotWritten; what the pieces throw goes through.
 */
export async function writeToTarget(target: FileSystemFileHandle, pieces: Pieces): Promise<void> {
  const stream = await target.createWritable().catch(refused);
  try {
    for await (const piece of pieces) await stream.write(piece).catch(refused);
    await stream.close().catch(refused);
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
}

function refused(cause: unknown): never {
  if ((cause as Error | null)?.name === 'QuotaExceededError') {
    throw new LensmithError('storageFull', {}, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new LensmithError('exportNotWritten', { reason }, { cause });
}
