import { LensmithError } from '../errors';
import { foreignSignature, foreignText, hasControls } from './foreign';
import { createTranscode, type TableEncoding } from './transcode';
import { sequenceLength } from './utf8';

export interface FoundEncoding {
  name: TableEncoding;
  /** Bytes of the byte order mark to skip: 0, 2 or 3. */
  mark: number;
  /** Nothing in the file proves it: windows-1252 is what is left when it is no Unicode. */
  assumed: boolean;
  /** Bytes that are no UTF-8 in a file that otherwise is; they are read as U+FFFD. */
  damaged: number;
}

/** How much of a file is looked at for signatures, controls and zero bytes. */
const HEAD = 65_536;

/**
 * How the text of a file is encoded: by its mark; without one as UTF-16 by where its zero bytes
 * stand, as UTF-8 if it is, else as windows-1252, which Excel writes in Western Europe. `bytes` is
 * the whole file, or its start; a character cut off at the end does no harm. `file` is for the error.
 *
 * @throws LensmithError `notATable` for what is no text (a spreadsheet, an archive, a picture, ...)
 * and for web pages and JSON; `tableEmpty` without a byte of text.
 */
export function recogniseEncoding(bytes: Uint8Array, file: string): FoundEncoding {
  const found = byMark(bytes) ?? byContent(bytes, file);
  const head = bytes.subarray(found.mark, found.mark + HEAD);
  if (head.length === 0) throw new LensmithError('tableEmpty', { file });
  const text = createTranscode(found.name)(head, false);
  const foreign = hasControls(text) ? 'binary' : foreignText(text);
  if (foreign) throw new LensmithError('notATable', { file, reason: foreign });
  return found;
}

function byMark(bytes: Uint8Array): FoundEncoding | null {
  const certain = { assumed: false, damaged: 0 };
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { name: 'utf-8', mark: 3, ...certain, damaged: countUtf8(bytes).damaged };
  }
  if (first === 0xff && second === 0xfe) return { name: 'utf-16le', mark: 2, ...certain };
  if (first === 0xfe && second === 0xff) return { name: 'utf-16be', mark: 2, ...certain };
  return null;
}

function byContent(bytes: Uint8Array, file: string): FoundEncoding {
  const reason = foreignSignature(bytes);
  if (reason) throw new LensmithError('notATable', { file, reason });
  const utf16 = utf16ByZeros(bytes.subarray(0, HEAD));
  if (utf16) return { name: utf16, mark: 0, assumed: false, damaged: 0 };
  const { multibyte, damaged } = countUtf8(bytes);
  // A few broken bytes do not make a text with many good umlauts a Windows one.
  const utf8 = damaged === 0 || multibyte > 10 * damaged;
  return utf8
    ? { name: 'utf-8', mark: 0, assumed: false, damaged }
    : { name: 'windows-1252', mark: 0, assumed: true, damaged: 0 };
}

/**
 * Digits, delimiters and line breaks have a zero byte in UTF-16, always on one side; those of a
 * binary file stand on both. A tenth is enough for tables of Chinese text.
 */
function utf16ByZeros(head: Uint8Array): TableEncoding | null {
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i & 1]++;
  const [even, odd] = zeros;
  if (odd * 20 > head.length && even * 20 <= odd) return 'utf-16le';
  if (even * 20 > head.length && odd * 20 <= even) return 'utf-16be';
  return null;
}

function countUtf8(bytes: Uint8Array): { multibyte: number; damaged: number } {
  const end = bytes.length;
  let multibyte = 0;
  let damaged = 0;
  for (let at = 0; at < end; ) {
    if (bytes[at] < 0x80) {
      at++;
      continue;
    }
    const length = sequenceLength(bytes, at, end);
    if (length > 0) multibyte++;
    // The start of a character that the end of the bytes cut off counts for nothing.
    else if (!(at - length === end && bytes[at] >= 0xc2 && end - at < 4)) damaged++;
    at += Math.abs(length);
  }
  return { multibyte, damaged };
}
