import { createHash } from 'node:crypto';

/**
 * The part of the Hub's content store that an upload needs: xorbs (chunks, compressed one by one)
 * and shards (which chunks a file is made of), as in the Xet protocol's upload specification,
 * https://huggingface.co/docs/xet/index.
 */
export interface XetStore {
  /** `POST /v1/xorbs/default/HASH`. */
  addXorb(hash: string, body: Uint8Array): void;
  /** `POST /v1/shards`: the files it names, whole. Throws where one does not come out as announced. */
  addShard(body: Uint8Array): { sha256: string; content: Uint8Array }[];
}

const hashBytes = 32;
const shardHeaderBytes = 48;
const chunkHeaderBytes = 8;

export function createXetStore(): XetStore {
  const xorbs = new Map<string, Uint8Array[]>();
  return {
    addXorb: (hash, body) => void xorbs.set(hash, chunksOf(body)),
    addShard: (body) =>
      filesOf(body).map(({ sha256, terms }) => {
        const content = Buffer.concat(
          terms.flatMap(({ xorb, from, to }) => {
            const chunks = xorbs.get(xorb);
            if (!chunks) throw new Error(`xorb ${xorb} was not uploaded`);
            return chunks.slice(from, to);
          }),
        );
        const found = createHash('sha256').update(content).digest('hex');
        if (found !== sha256) throw new Error(`a file came out as ${found}, not ${sha256}`);
        return { sha256, content };
      }),
  };
}

interface Term {
  xorb: string;
  from: number;
  to: number;
}

function filesOf(shard: Uint8Array): { sha256: string; terms: Term[] }[] {
  const view = new DataView(shard.buffer, shard.byteOffset, shard.byteLength);
  const files: { sha256: string; terms: Term[] }[] = [];
  let at = shardHeaderBytes;
  // The section ends with a hash of ones.
  while (view.getBigUint64(at, true) !== 0xffff_ffff_ffff_ffffn) {
    const flags = view.getUint32(at + hashBytes, true);
    const count = view.getUint32(at + hashBytes + 4, true);
    at += hashBytes + 16;
    const terms = Array.from({ length: count }, (_, i) => {
      const term = at + i * (hashBytes + 16);
      return {
        xorb: hashAt(shard, term),
        from: view.getUint32(term + hashBytes + 8, true),
        to: view.getUint32(term + hashBytes + 12, true),
      };
    });
    at += count * (hashBytes + 16);
    const verified = (flags & 0x8000_0000) !== 0;
    const described = (flags & 0x4000_0000) !== 0;
    if (verified) at += count * (hashBytes + 16);
    if (!described) throw new Error('a file without its SHA-256');
    files.push({ sha256: hashAt(shard, at), terms });
    at += hashBytes + 16;
  }
  return files;
}

/** Hashes are written as four little-endian 64-bit numbers. */
function hashAt(bytes: Uint8Array, at: number): string {
  return [0, 8, 16, 24]
    .map((word) =>
      Buffer.from(bytes.subarray(at + word, at + word + 8))
        .reverse()
        .toString('hex'),
    )
    .join('');
}

function chunksOf(xorb: Uint8Array): Uint8Array[] {
  const view = new DataView(xorb.buffer, xorb.byteOffset, xorb.byteLength);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < xorb.length; ) {
    const packed = view.getUint32(at + 1, true) & 0xff_ffff;
    const scheme = xorb[at + 4];
    const size = view.getUint32(at + 4, true) >>> 8;
    const body = xorb.subarray(at + chunkHeaderBytes, at + chunkHeaderBytes + packed);
    if (scheme === 0) chunks.push(body);
    else if (scheme === 1) chunks.push(lz4(body, size));
    else if (scheme === 2) chunks.push(regroup(lz4(body, size)));
    else throw new Error(`unknown compression ${scheme}`);
    at += chunkHeaderBytes + packed;
  }
  return chunks;
}

/** First bytes of all groups of four, then second bytes, and so on: back into their order. */
function regroup(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length);
  let at = 0;
  for (let lane = 0; lane < 4; lane++) {
    for (let i = lane; i < whole.length; i += 4) whole[i] = bytes[at++]!;
  }
  return whole;
}

/** An LZ4 frame, https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md. */
function lz4(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== 0x184d2204) throw new Error('not an LZ4 frame');
  const flags = frame[4]!;
  const out = new Uint8Array(size);
  let at = 7 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0);
  let to = 0;
  for (;;) {
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) return out;
    const length = head & 0x7fff_ffff;
    if (head >>> 31) {
      out.set(frame.subarray(at, at + length), to);
      to += length;
    } else {
      to = block(frame.subarray(at, at + length), out, to);
    }
    at += length + (flags & 16 ? 4 : 0);
  }
}

/** One block of sequences (literals, then a copy of what came before); where it ends in `out`. */
function block(data: Uint8Array, out: Uint8Array, start: number): number {
  let at = 0;
  let to = start;
  const more = (length: number) => {
    let sum = length;
    if (length === 15) {
      let byte: number;
      do {
        byte = data[at++]!;
        sum += byte;
      } while (byte === 255);
    }
    return sum;
  };
  while (at < data.length) {
    const token = data[at++]!;
    const literals = more(token >> 4);
    out.set(data.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at >= data.length) break;
    const offset = data[at]! | (data[at + 1]! << 8);
    at += 2;
    const match = more(token & 15) + 4;
    for (let i = 0; i < match; i++, to++) out[to] = out[to - offset]!;
  }
  return to;
}
