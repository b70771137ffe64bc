import { LensmithError } from '../../../core/errors';
import type { ZipBudget } from './limits';
import { decodeName } from './names';

/** One file of an archive as its central directory describes it. */
export interface ZipEntry {
  /** As written, decoded to text; not yet safe. */
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  encrypted: boolean;
  crc32: number;
  /** Declared bytes; what inflates to more is refused. */
  size: number;
  compressedSize: number;
  /** Of the local header, from the start of the blob. */
  offset: number;
  isFolder: boolean;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50 };
const locator64Signature = 0x07064b50;
const endLength = 22;
const longestComment = 0xffff;
const centralLength = 46;
const localLength = 30;
/** Bytes of directory that are read; ten times what the most entries allowed usually take. */
const longestDirectory = 256 * 2 ** 20;

async function read(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}

function bytesAt(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

/** 64-bit sizes past 2^53 can only be lies; as a number they are past every limit. */
const uint64 = (view: DataView, at: number) => Number(view.getBigUint64(at, true));

interface End {
  entries: number;
  size: number;
  offset: number;
  /** Where the directory must have ended. */
  position: number;
}

/** Last `end of central directory` record whose comment reaches exactly to the end. */
function findEnd(tail: DataView): number | null {
  for (let at = tail.byteLength - endLength; at >= 0; at--) {
    if (tail.getUint32(at, true) !== signatures.end) continue;
    if (at + endLength + tail.getUint16(at + 20, true) === tail.byteLength) return at;
  }
  return null;
}

async function readEnd(blob: Blob, file: string): Promise<End> {
  const truncated = () => new LensmithError('zipTruncated', { file });
  const start = await read(blob, 0, 4);
  const looksLikeZip = start.byteLength === 4 && start.getUint16(0, true) === 0x4b50;
  const tailStart = Math.max(0, blob.size - endLength - longestComment);
  const tail = await read(blob, tailStart, blob.size);
  const at = findEnd(tail);
  if (at === null) throw looksLikeZip ? truncated() : new LensmithError('notAZip', { file });
  // A disk number (0xffff is Zip64's) means that this is the last part of a split archive.
  const disk = tail.getUint16(at + 4, true);
  if (disk !== 0 && disk !== 0xffff) throw truncated();

  const end: End = {
    entries: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
    position: tailStart + at,
  };
  const is64 = end.entries === 0xffff || end.size === 0xffffffff || end.offset === 0xffffffff;
  return is64 ? ((await readEnd64(blob, end.position)) ?? end) : end;
}

/** The Zip64 record, which the locator just before the ordinary one points to; null without one. */
async function readEnd64(blob: Blob, endPosition: number): Promise<End | null> {
  const locator = await read(blob, Math.max(0, endPosition - 20), endPosition);
  if (locator.byteLength < 20 || locator.getUint32(0, true) !== locator64Signature) return null;
  const position = uint64(locator, 8);
  const record = await read(blob, position, position + 56);
  if (record.byteLength < 56 || record.getUint32(0, true) !== signatures.end64) return null;
  return {
    entries: uint64(record, 32),
    size: uint64(record, 40),
    offset: uint64(record, 48),
    position,
  };
}

interface ExtraFields {
  unicodeName: string | null;
  zip64: DataView | null;
}

function readExtra(view: DataView, at: number, length: number): ExtraFields {
  const found: ExtraFields = { unicodeName: null, zip64: null };
  const end = at + length;
  while (at + 4 <= end) {
    const id = view.getUint16(at, true);
    const size = Math.min(view.getUint16(at + 2, true), end - at - 4);
    const content = bytesAt(view, at + 4, size);
    if (id === 0x0001) found.zip64 = new DataView(content.buffer, content.byteOffset, size);
    // Info-ZIP's Unicode path: version 1, CRC-32 of the plain name, then UTF-8.
    if (id === 0x7075 && content[0] === 1 && size > 5) {
      found.unicodeName = new TextDecoder().decode(content.subarray(5));
    }
    at += 4 + size;
  }
  return found;
}

function readEntry(view: DataView, at: number): { entry: ZipEntry; length: number } | null {
  if (at + centralLength > view.byteLength) return null;
  if (view.getUint32(at, true) !== signatures.central) return null;
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const length = centralLength + nameLength + extraLength + view.getUint16(at + 32, true);
  if (at + length > view.byteLength) return null;

  const flags = view.getUint16(at + 8, true);
  const extra = readExtra(view, at + centralLength + nameLength, extraLength);
  let from = 0;
  // Each 32-bit field that is full has its real value in the Zip64 field, in this order.
  const wide = (short: number): number => {
    if (short !== 0xffffffff || !extra.zip64 || from + 8 > extra.zip64.byteLength) return short;
    from += 8;
    return uint64(extra.zip64, from - 8);
  };
  const size = wide(view.getUint32(at + 24, true));
  const compressedSize = wide(view.getUint32(at + 20, true));
  const offset = wide(view.getUint32(at + 42, true));
  const nameBytes = bytesAt(view, at + centralLength, nameLength);
  const name = decodeName(nameBytes, (flags & 0x800) !== 0, extra.unicodeName);
  const method = view.getUint16(at + 10, true);
  const entry: ZipEntry = {
    name,
    method,
    encrypted: (flags & 1) !== 0 || method === 99,
    crc32: view.getUint32(at + 16, true),
    size,
    compressedSize,
    offset,
    isFolder: name.endsWith('/') || name.endsWith('\\'),
  };
  return { entry, length };
}

/** Where the packed bytes are; null if the local header is not there. */
export async function locate(blob: Blob, entry: ZipEntry): Promise<Blob | null> {
  const header = await read(blob, entry.offset, entry.offset + localLength);
  if (header.byteLength < localLength || header.getUint32(0, true) !== signatures.local)
    return null;
  const start =
    entry.offset + localLength + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = blob.slice(start, start + entry.compressedSize);
  return packed.size === entry.compressedSize ? packed : null;
}

/**
 * Lists a ZIP from its central directory, Zip64 included, reading nothing else of it.
 * Throws notAZip, zipTruncated, and zipTooLarge by the budget, before anything is inflated.
 */
export async function readDirectory(
  blob: Blob,
  file: string,
  budget: ZipBudget,
): Promise<ZipEntry[]> {
  const end = await readEnd(blob, file);
  budget.addEntries(end.entries);
  // What stands before the archive (a self-extractor's program) shifts every offset.
  const shift = end.position - end.size - end.offset;
  const directoryStart = end.offset + shift;
  if (shift < 0 || directoryStart < 0 || end.size < end.entries * centralLength) {
    throw new LensmithError('zipTruncated', { file });
  }
  if (end.size > longestDirectory) budget.refuse('listing', Math.floor(longestDirectory / 2 ** 20));
  const view = await read(blob, directoryStart, end.position);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < end.entries; ) {
    const found = readEntry(view, at);
    if (!found) throw new LensmithError('zipTruncated', { file });
    found.entry.offset += shift;
    entries.push(found.entry);
    at += found.length;
  }
  budget.addListing(entries);
  refuseOverlap(entries, directoryStart, budget, file);
  return entries;
}

/** Entries that share their packed bytes make a bomb that needs no nesting. */
function refuseOverlap(
  entries: readonly ZipEntry[],
  directoryStart: number,
  budget: ZipBudget,
  file: string,
): void {
  const order = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [i, { offset, compressedSize }] of order.entries()) {
    const end = offset + localLength + compressedSize;
    if (end > directoryStart) throw new LensmithError('zipTruncated', { file });
    const next = order[i + 1];
    if (next && end > next.offset) budget.refuse('overlap');
  }
}
