import { Inflate } from 'fflate';
import { crc32 } from '../../../core/crc32';
import { locate, type ZipEntry } from './directory';

/** An entry whose bytes are not what the directory says: cut, altered, or lying about its size. */
export class DamagedEntry extends Error {
  override readonly name = 'DamagedEntry';
}

/** Bytes read from disk at a time. */
const readBytes = 1 << 20;
/** Packed bytes inflated at a time: at DEFLATE's highest ratio, 1032, they become 8 MB. */
const inflateBytes = 1 << 13;

/** Whether this archive method can be unpacked: stored and deflated are what archivers write. */
export function isReadable(entry: ZipEntry): boolean {
  return entry.method === 0 || entry.method === 8;
}

/**
 * The entry's bytes, piece by piece, size and CRC-32 checked on the way. A piece is valid until
 * the next is asked for. Throws DamagedEntry as soon as more than the declared size comes out.
 */
export async function* unpack(archive: Blob, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const packed = await locate(archive, entry);
  if (!packed) throw new DamagedEntry('its local header is missing');
  let size = 0;
  let crc = 0;
  for await (const piece of entry.method === 0 ? readPieces(packed) : inflatePieces(packed)) {
    size += piece.length;
    if (size > entry.size) throw new DamagedEntry('it unpacks to more than it declares');
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size) throw new DamagedEntry('it unpacks to less than it declares');
  if (crc !== entry.crc32) throw new DamagedEntry('its checksum is wrong');
}

async function* readPieces(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += readBytes) {
    yield new Uint8Array(await blob.slice(at, at + readBytes).arrayBuffer());
  }
}

async function* inflatePieces(packed: Blob): AsyncGenerator<Uint8Array> {
  let out: Uint8Array[] = [];
  let at = 0;
  const inflate = new Inflate((piece) => out.push(piece));
  for await (const piece of readPieces(packed)) {
    for (let from = 0; from < piece.length; from += inflateBytes) {
      const part = piece.subarray(from, from + inflateBytes);
      at += part.length;
      try {
        inflate.push(part, at === packed.size);
      } catch (cause) {
        throw new DamagedEntry('its packed bytes are not DEFLATE', { cause });
      }
      yield* out;
      out = [];
    }
  }
}

/** The whole entry in memory; for entries whose declared size has been found small enough. */
export async function unpackWhole(
  archive: Blob,
  entry: ZipEntry,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  for await (const piece of unpack(archive, entry)) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
