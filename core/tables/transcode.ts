import { putUtf8 } from './utf8';

export type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What windows-1252 has at 0x80..0x9f (WHATWG Encoding, index-windows-1252). */
const WINDOWS =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/**
 * Turns a file's bytes into UTF-8, piece by piece: a character may be parted between two pieces.
 * UTF-8 itself comes back as it is. `last` closes the text: half a character becomes U+FFFD.
 */
export type Transcode = (piece: Uint8Array, last: boolean) => Uint8Array;

/** A transcoder for one file, its byte order mark already cut off. */
export function createTranscode(encoding: TableEncoding): Transcode {
  if (encoding === 'utf-8') return (piece) => piece;
  if (encoding === 'windows-1252') return fromWindows;
  return createFromUtf16(encoding === 'utf-16be');
}

function fromWindows(piece: Uint8Array): Uint8Array {
  const text = new Uint8Array(piece.length * 3);
  let end = 0;
  for (const byte of piece) {
    const code = byte < 0x80 || byte > 0x9f ? byte : WINDOWS.charCodeAt(byte - 0x80);
    end = putUtf8(text, end, code);
  }
  return text.subarray(0, end);
}

function createFromUtf16(bigEndian: boolean): Transcode {
  /** The first byte of a parted unit, or -1; the first half of a pair, or 0. */
  let odd = -1;
  let high = 0;
  return (piece, last) => {
    const text = new Uint8Array(piece.length * 2 + 12);
    let end = 0;
    const put = (unit: number) => {
      if (unit >= 0xdc00 && unit < 0xe000 && high !== 0) {
        end = putUtf8(text, end, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
        high = 0;
        return;
      }
      if (high !== 0) end = putUtf8(text, end, 0xfffd);
      high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
      if (high === 0) end = putUtf8(text, end, unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit);
    };
    for (const byte of piece) {
      if (odd < 0) odd = byte;
      else {
        put(bigEndian ? (odd << 8) | byte : odd | (byte << 8));
        odd = -1;
      }
    }
    if (last && (odd >= 0 || high !== 0)) end = putUtf8(text, end, 0xfffd);
    return text.subarray(0, end);
  };
}
