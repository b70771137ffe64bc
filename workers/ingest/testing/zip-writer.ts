import { deflateSync } from 'fflate';
import { crc32 } from '../../../core/crc32';

/** An entry as it is to be written; what is given beside the bytes may be a lie. */
export interface EntryPlan {
  name: string | Uint8Array;
  bytes: Uint8Array;
  stored?: boolean;
  flags?: number;
  method?: number;
  /** Declared size, CRC-32 and packed size. */
  size?: number;
  crc?: number;
  extra?: Uint8Array;
  /** Sizes and offset in a Zip64 extra field. */
  zip64?: boolean;
  /** Points at an earlier entry's bytes instead of writing its own. */
  sameAs?: number;
}

export interface ZipPlan {
  zip64?: boolean;
  comment?: string;
  /** Stands before the archive, not counted in its offsets. */
  program?: Uint8Array;
}

const utf8 = new TextEncoder();

function record(length: number, fields: [at: number, bytes: 2 | 4 | 8, value: number][]) {
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  for (const [at, bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
  }
  return out;
}

export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Writes a ZIP field by field, so that tests can make those no archiver would. */
export function writeZip(entries: EntryPlan[], plan: ZipPlan = {}): Uint8Array<ArrayBuffer> {
  const full = 0xffffffff;
  const body: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const [i, entry] of entries.entries()) {
    const name = typeof entry.name === 'string' ? utf8.encode(entry.name) : entry.name;
    const packed = entry.stored ? entry.bytes : deflateSync(entry.bytes);
    const method = entry.method ?? (entry.stored ? 0 : 8);
    const crc = entry.crc ?? crc32(entry.bytes);
    const size = entry.size ?? entry.bytes.length;
    offsets[i] = entry.sameAs === undefined ? offset : offsets[entry.sameAs]!;
    if (entry.sameAs === undefined) {
      const local = record(30, [
        [0, 4, 0x04034b50],
        [6, 2, entry.flags ?? 0],
        [8, 2, method],
        [14, 4, crc],
        [18, 4, packed.length],
        [22, 4, Math.min(size, full)],
        [26, 2, name.length],
      ]);
      body.push(local, name, packed);
      offset += local.length + name.length + packed.length;
    }
    const wide = record(28, [
      [0, 2, 1],
      [2, 2, 24],
      [4, 8, size],
      [12, 8, packed.length],
      [20, 8, offsets[i]!],
    ]);
    const extra = concat(entry.extra ?? new Uint8Array(), entry.zip64 ? wide : new Uint8Array());
    const header = record(46, [
      [0, 4, 0x02014b50],
      [8, 2, entry.flags ?? 0],
      [10, 2, method],
      [16, 4, crc],
      [20, 4, entry.zip64 ? full : packed.length],
      [24, 4, entry.zip64 ? full : size],
      [28, 2, name.length],
      [30, 2, extra.length],
      [42, 4, entry.zip64 ? full : offsets[i]!],
    ]);
    central.push(header, name, extra);
  }
  const directory = concat(...central);
  const comment = utf8.encode(plan.comment ?? '');
  const end64 = plan.zip64
    ? concat(
        record(56, [
          [0, 4, 0x06064b50],
          [4, 8, 44],
          [24, 8, entries.length],
          [32, 8, entries.length],
          [40, 8, directory.length],
          [48, 8, offset],
        ]),
        record(20, [
          [0, 4, 0x07064b50],
          [8, 8, offset + directory.length],
          [16, 4, 1],
        ]),
      )
    : new Uint8Array();
  const end = record(22, [
    [0, 4, 0x06054b50],
    [8, 2, plan.zip64 ? 0xffff : entries.length],
    [10, 2, plan.zip64 ? 0xffff : entries.length],
    [12, 4, plan.zip64 ? full : directory.length],
    [16, 4, plan.zip64 ? full : offset],
    [20, 2, comment.length],
  ]);
  return concat(plan.program ?? new Uint8Array(), ...body, directory, end64, end, comment);
}

/** An Info-ZIP Unicode path field (0x7075) for an entry whose plain name is `plain`. */
export function unicodePath(plain: Uint8Array, name: string): Uint8Array {
  const text = utf8.encode(name);
  const head = record(9, [
    [0, 2, 0x7075],
    [2, 2, text.length + 5],
    [5, 4, crc32(plain)],
  ]);
  head[4] = 1;
  return concat(head, text);
}
