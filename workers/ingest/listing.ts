import type { ImportFile } from '../../core/contract/ingest';
import type { SkippedFile } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import { extension, type SourceFile, stem } from './source';
import { locate, readDirectory, type ZipEntry } from './zip/directory';
import { DamagedEntry, isReadable, unpack, unpackWhole } from './zip/inflate';
import type { ZipBudget } from './zip/limits';
import { safeSegments } from './zip/names';
import type { Spool } from './zip/spool';

/** A file, or why it cannot be unpacked. */
export type Listed = SourceFile | SkippedFile;

/** What systems leave behind beside people's own files; passed over without a word. */
const litter = /^(__MACOSX|\..*|Thumbs\.db|ehthumbs\.db|desktop\.ini|@eaDir|Icon\uFFFD)$/i;

/** Bytes that tell a picture's format. */
const headBytes = 64;

interface Place {
  /** To show. */
  path: string;
  /** To label by. */
  folders: readonly string[];
}

/** Lists one archive or folder and the archives nested in it, in the order they hold their files. */
export class Lister {
  readonly #listing: Listed[] = [];
  readonly #budget: ZipBudget;
  readonly #spool: Spool;
  readonly #signal: AbortSignal;

  constructor(budget: ZipBudget, spool: Spool, signal: AbortSignal) {
    this.#budget = budget;
    this.#spool = spool;
    this.#signal = signal;
  }

  /** Throws notAZip, zipTruncated, zipTooLarge. */
  async archive(blob: Blob, name: string): Promise<Listed[]> {
    await this.#addArchive(blob, name, { path: '', folders: [] }, 0);
    return this.#listing;
  }

  /** A dropped folder's files. Throws zipTooLarge for the archives among them. */
  async folder(files: readonly ImportFile[]): Promise<Listed[]> {
    this.#budget.addEntries(files.length);
    for (const { path, blob } of files) {
      const segments = safeSegments(path);
      const name = segments.pop();
      if (name === undefined || [...segments, name].some((segment) => litter.test(segment))) {
        continue;
      }
      await this.#add(onDisk(blob, { path: segments.join('/'), folders: segments }, name), 0, () =>
        Promise.resolve(blob),
      );
    }
    return this.#listing;
  }

  async #addArchive(blob: Blob, name: string, place: Place, depth: number): Promise<void> {
    this.#budget.enter(depth);
    const entries = await readDirectory(blob, name, this.#budget);
    for (const entry of entries) {
      this.#signal.throwIfAborted();
      await this.#addEntry(blob, entry, place, depth);
    }
  }

  async #addEntry(archive: Blob, entry: ZipEntry, place: Place, depth: number): Promise<void> {
    const segments = safeSegments(entry.name);
    const name = segments.pop();
    if (entry.isFolder || name === undefined) return;
    if ([...segments, name].some((segment) => litter.test(segment))) return;
    const inner = {
      path: [place.path, ...segments].filter(Boolean).join('/'),
      folders: [...place.folders, ...segments],
    };
    const file = inArchive(archive, entry, inner, name);
    if (entry.encrypted) this.#skip(file, 'encryptedEntry');
    else if (!isReadable(entry)) this.#skip(file, 'damagedEntry');
    else await this.#add(file, depth, () => this.#nested(archive, entry));
  }

  /** A nested archive as a blob; stored ones are slices of the archive around them. */
  async #nested(archive: Blob, entry: ZipEntry): Promise<Blob> {
    const stored = entry.method === 0 ? await locate(archive, entry) : null;
    return stored ?? this.#spool.write(this.#untilAborted(unpack(archive, entry)));
  }

  async *#untilAborted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.#signal.throwIfAborted();
      yield piece;
    }
  }

  async #add(file: SourceFile, depth: number, asBlob: () => Promise<Blob>): Promise<void> {
    if (file.size === 0) return this.#skip(file, 'emptyFile');
    if (extension(file.name) !== 'zip') {
      this.#listing.push(file);
      return;
    }
    const inner = { path: file.path, folders: [...file.folders, stem(file.name)] };
    try {
      await this.#addArchive(await asBlob(), file.path, inner, depth + 1);
    } catch (error) {
      const isBroken =
        error instanceof DamagedEntry ||
        (error instanceof LensmithError && ['notAZip', 'zipTruncated'].includes(error.code));
      if (!isBroken) throw error;
      this.#skip(file, 'damagedEntry');
    }
  }

  #skip(file: SourceFile, reason: SkippedFile['reason']): void {
    this.#listing.push({ file: file.path, reason });
  }
}

const shown = (place: Place, name: string) => (place.path ? `${place.path}/${name}` : name);

function onDisk(blob: Blob, place: Place, name: string): SourceFile {
  return {
    path: shown(place, name),
    folders: place.folders,
    name,
    size: blob.size,
    crc32: null,
    head: async () => new Uint8Array(await blob.slice(0, headBytes).arrayBuffer()),
    bytes: async () => new Uint8Array(await blob.arrayBuffer()),
  };
}

function inArchive(archive: Blob, entry: ZipEntry, place: Place, name: string): SourceFile {
  return {
    path: shown(place, name),
    folders: place.folders,
    name,
    size: entry.size,
    crc32: entry.crc32,
    async head() {
      for await (const piece of unpack(archive, entry)) return piece.subarray(0, headBytes);
      return new Uint8Array();
    },
    bytes: () => unpackWhole(archive, entry),
  };
}
