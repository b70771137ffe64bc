/**
 * A ZIP archive without compression whose entries begin at multiples of 64 bytes, as PyTorch's own
 * writer aligns them, so that they can be mapped into memory.
 * APPNOTE 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { crc32 } from '../../../core/crc32';
import { encodeUtf8 } from '../../../core/utf8';

type Bytes = Uint8Array<ArrayBuffer>;

export interface StoredEntry {
  readonly name: string;
  readonly byteLength: number;
  bytes(): Bytes;
}

export const alignment = 64;
const localHeader = 30;
const centralHeader = 46;
const endRecord = 22;
/** The padding's field id and length; PyTorch calls the field "FB". */
const extraHeader = 4;
const extraId = 0x4246;
const version = 20;
/** UTF-8 names. */
const flags = 0x0800;
/** 1 January 1980: what is exported twice is the same twice. */
const dosDate = 0x0021;

interface Placed {
  readonly entry: StoredEntry;
  readonly name: Bytes;
  readonly offset: number;
  readonly padding: number;
}

/** Size and content; entries are made one at a time. Throws RangeError past ZIP's 4 GiB. */
export function storedZip(entries: readonly StoredEntry[]): {
  bytes: number;
  content(): Generator<Bytes>;
} {
  const { placed, end } = place(entries);
  const central = placed.reduce((sum, { name }) => sum + centralHeader + name.length, 0);
  const bytes = end + central + endRecord;
  if (bytes > 0xffffffff || placed.length > 0xffff) throw new RangeError(`${bytes} bytes in a ZIP`);
  return {
    bytes,
    *content() {
      const directory: Bytes[] = [];
      for (const item of placed) {
        const data = item.entry.bytes();
        const crc = crc32(data);
        yield local(item, crc);
        yield data;
        directory.push(listed(item, crc));
      }
      yield* directory;
      yield endOf(placed.length, central, end);
    },
  };
}

function place(entries: readonly StoredEntry[]): { placed: Placed[]; end: number } {
  let offset = 0;
  const placed = entries.map((entry): Placed => {
    const name = encodeUtf8(entry.name);
    const unpadded = offset + localHeader + name.length + extraHeader;
    const padding = (alignment - (unpadded % alignment)) % alignment;
    const item = { entry, name, offset, padding };
    offset = unpadded + padding + entry.byteLength;
    return item;
  });
  return { placed, end: offset };
}

function local({ entry, name, padding }: Placed, crc: number): Bytes {
  const bytes = new Uint8Array(localHeader + name.length + extraHeader + padding);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, version, true);
  describe(view, 6, entry, name, crc);
  view.setUint16(28, extraHeader + padding, true);
  bytes.set(name, localHeader);
  view.setUint16(localHeader + name.length, extraId, true);
  view.setUint16(localHeader + name.length + 2, padding, true);
  return bytes;
}

function listed({ entry, name, offset }: Placed, crc: number): Bytes {
  const bytes = new Uint8Array(centralHeader + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, version, true);
  view.setUint16(6, version, true);
  describe(view, 8, entry, name, crc);
  view.setUint32(42, offset, true);
  bytes.set(name, centralHeader);
  return bytes;
}

/** What both kinds of header say, from the flags to the length of the name. */
function describe(view: DataView, at: number, entry: StoredEntry, name: Bytes, crc: number): void {
  view.setUint16(at, flags, true);
  view.setUint16(at + 6, dosDate, true);
  view.setUint32(at + 8, crc, true);
  view.setUint32(at + 12, entry.byteLength, true);
  view.setUint32(at + 16, entry.byteLength, true);
  view.setUint16(at + 20, name.length, true);
}

function endOf(entries: number, central: number, offset: number): Bytes {
  const bytes = new Uint8Array(endRecord);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  view.setUint32(12, central, true);
  view.setUint32(16, offset, true);
  return bytes;
}
