import { sha256 } from '../../core/sha256';
import type { FeatureDisk, SyncFile } from './feature-disk';

/** What one record holds: float16 bits of activations, or the bytes of network-sized pixels. */
export type RecordKind = 'float16' | 'uint8';
type RecordData = Uint16Array | Uint8Array;

/** Hex SHA-256 of a picture, as bytes: the head of every record on disk. */
export const HASH_BYTES = 32;

/** Of the memory, for records that could as well be read from disk. */
const ON_DISK_SHARE = 1 / 8;

/**
 * Features of pictures, by what they depend on: a *set* is (weights, preprocessing, cut, backend),
 * a record in it is one picture's. Records live in memory up to a budget and, where there is a
 * disk, in one file a set as well, so that a later session finds them again. Without a disk the
 * sets in use stay in memory whole and only idle ones give way.
 */
export class FeatureCache {
  readonly #budget: number;
  readonly #disk: FeatureDisk | null;
  /** Least recently opened first. */
  readonly #sets = new Map<string, FeatureSet>();

  constructor(options: { memoryBytes: number; disk: FeatureDisk | null }) {
    this.#budget = options.memoryBytes;
    this.#disk = options.disk;
  }

  /**
   * Opens a set for use; every `open` wants one `close`. `length` is the elements of one record.
   * What is not `kept` may be forgotten while in use, and never goes to disk.
   */
  async open(identity: string, kind: RecordKind, length: number, kept = true): Promise<FeatureSet> {
    const name = await fileName(`${identity}|${kept}`, kind, length);
    let set = this.#sets.get(name);
    this.#sets.delete(name);
    set ??= new FeatureSet(kind, length, kept, () => this.#shrink());
    this.#sets.set(name, set);
    set.users++;
    if (set.users === 1) set.ready = kept ? this.#attach(set, name) : Promise.resolve();
    await set.ready;
    return set;
  }

  get memoryBytes(): number {
    let bytes = 0;
    for (const set of this.#sets.values()) bytes += set.memoryBytes;
    return bytes;
  }

  /** Whether records of so many bytes can be in memory all at once, with room for others. */
  hasRoomFor(bytes: number): boolean {
    return bytes <= this.#budget * (1 - ON_DISK_SHARE);
  }

  async #attach(set: FeatureSet, name: string): Promise<void> {
    set.attach((await this.#disk?.open(name)) ?? null);
  }

  #shrink(): void {
    // Memory stays where it is however many records there are on disk.
    let twice = -this.#budget * ON_DISK_SHARE;
    for (const set of this.#sets.values()) twice += set.onDiskToo;
    for (const set of this.#sets.values()) if (twice > 0) twice -= set.forgetOnDisk(twice);
    let excess = this.memoryBytes - this.#budget;
    for (const [name, set] of this.#sets) {
      if (excess <= 0) return;
      excess -= set.forget(excess);
      if (set.users === 0 && set.memoryBytes === 0) this.#sets.delete(name);
    }
  }
}

/** Records of one set; synchronous once open. */
export class FeatureSet {
  users = 0;
  memoryBytes = 0;
  /** @internal Settles when the file has been opened and read through. */
  ready: Promise<void> = Promise.resolve();
  readonly #kind: RecordKind;
  readonly #length: number;
  readonly #kept: boolean;
  readonly #grown: () => void;
  readonly #memory = new Map<string, RecordData>();
  /** Record number on disk by picture hash. */
  readonly #onDisk = new Map<string, number>();
  #onDiskToo = 0;
  #file: SyncFile | null = null;

  constructor(kind: RecordKind, length: number, kept: boolean, grown: () => void) {
    this.#kind = kind;
    this.#length = length;
    this.#kept = kept;
    this.#grown = grown;
  }

  has(hash: string): boolean {
    return this.#memory.has(hash) || this.#onDisk.has(hash);
  }

  /** The record, to be read only; null when it was never put or could not be kept. */
  get(hash: string): RecordData | null {
    const held = this.#memory.get(hash);
    if (held) return held;
    const index = this.#onDisk.get(hash);
    if (index === undefined || !this.#file) return null;
    const data =
      this.#kind === 'uint8' ? new Uint8Array(this.#length) : new Uint16Array(this.#length);
    const bytes = new Uint8Array(data.buffer);
    const read = this.#file.read(bytes, index * this.#stride + HASH_BYTES);
    return read === bytes.byteLength ? data : null;
  }

  /** Keeps `data` (owned from now on) under the picture's hash. */
  put(hash: string, data: RecordData): void {
    if (this.has(hash)) return;
    this.#memory.set(hash, data);
    this.memoryBytes += data.byteLength;
    this.#write(hash, data);
    this.#grown();
  }

  /** Ends one use; the last one flushes and closes the file. */
  close(): void {
    this.users--;
    if (this.users > 0) return;
    try {
      this.#file?.flush();
    } finally {
      this.#file?.close();
      this.#file = null;
      this.#onDisk.clear();
      this.#onDiskToo = 0;
      this.#grown();
    }
  }

  /** @internal */
  attach(file: SyncFile | null): void {
    this.#file = file;
    if (file) this.#index(file);
    for (const [hash, data] of this.#memory) {
      if (this.#onDisk.has(hash)) this.#onDiskToo += data.byteLength;
      else this.#write(hash, data);
    }
  }

  /** Bytes in memory of records that are on disk as well. */
  get onDiskToo(): number {
    return this.#onDiskToo;
  }

  /** @internal Drops records of at least `bytes` from memory that are on disk as well, oldest first. */
  forgetOnDisk(bytes: number): number {
    let dropped = 0;
    for (const [hash, data] of this.#memory) {
      if (dropped >= bytes) break;
      if (!this.#onDisk.has(hash)) continue;
      this.#memory.delete(hash);
      dropped += data.byteLength;
    }
    this.memoryBytes -= dropped;
    this.#onDiskToo -= dropped;
    return dropped;
  }

  /** @internal Drops up to `bytes` from memory that can be had again; returns what was dropped. */
  forget(bytes: number): number {
    let dropped = 0;
    for (const [hash, data] of this.#memory) {
      if (dropped >= bytes) break;
      if (this.users > 0 && this.#kept && !this.#onDisk.has(hash)) continue;
      this.#memory.delete(hash);
      if (this.#onDisk.has(hash)) this.#onDiskToo -= data.byteLength;
      dropped += data.byteLength;
    }
    this.memoryBytes -= dropped;
    return dropped;
  }

  get #stride(): number {
    return HASH_BYTES + recordLength(this.#kind, this.#length);
  }

  #index(file: SyncFile): void {
    const count = Math.floor(file.size() / this.#stride);
    // A tab that died while writing leaves half a record.
    if (count * this.#stride !== file.size()) file.truncate(count * this.#stride);
    const head = new Uint8Array(HASH_BYTES);
    for (let index = 0; index < count; index++) {
      file.read(head, index * this.#stride);
      this.#onDisk.set(toHex(head), index);
    }
  }

  #write(hash: string, data: RecordData): void {
    if (!this.#file) return;
    const index = this.#onDisk.size;
    const record = new Uint8Array(this.#stride);
    record.set(fromHex(hash));
    record.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), HASH_BYTES);
    try {
      this.#file.write(record, index * this.#stride);
      this.#onDisk.set(hash, index);
      this.#onDiskToo += data.byteLength;
    } catch {
      // Quota: this record stays in memory; what the failed write left is cut off.
      this.#file.truncate(index * this.#stride);
    }
  }
}

async function fileName(identity: string, kind: RecordKind, length: number): Promise<string> {
  const text = new TextEncoder().encode(`${identity}|${kind}|${length}`);
  return `${(await sha256(text)).slice(0, 32)}.${HASH_BYTES + recordLength(kind, length)}.features`;
}

/** Of the records in a file, their hashes included; null for a name that is none of ours. */
export function recordBytes(name: string): number | null {
  const found = /^[0-9a-f]+\.(\d+)\.features$/.exec(name);
  return found ? Number(found[1]) : null;
}

function recordLength(kind: RecordKind, length: number): number {
  return length * (kind === 'uint8' ? 1 : 2);
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(HASH_BYTES);
  for (let i = 0; i < HASH_BYTES; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
