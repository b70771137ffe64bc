/** TextDecoder is no part of plain ECMAScript, which is all that core may use. */

/** How many UTF-16 units go to `String.fromCharCode` at once. */
const PIECE = 4096;

/**
 * Text of `bytes[start, end)`, UTF-8. What is no UTF-8 becomes U+FFFD, one for every maximal part of
 * a sequence, as WHATWG's decoder has it.
 */
export function utf8Text(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  let units: number[] = [];
  for (let at = start; at < end; ) {
    const length = sequenceLength(bytes, at, end);
    let code = bytes[at];
    if (length < 0) code = 0xfffd;
    else if (length === 2) code = ((code & 0x1f) << 6) | (bytes[at + 1] & 0x3f);
    else if (length === 3) {
      code = ((code & 0xf) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f);
    } else if (length === 4) {
      const high = ((code & 7) << 18) | ((bytes[at + 1] & 0x3f) << 12);
      code = high | ((bytes[at + 2] & 0x3f) << 6) | (bytes[at + 3] & 0x3f);
    }
    if (code < 0x10000) units.push(code);
    else units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
    at += Math.abs(length);
    if (units.length >= PIECE) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

/**
 * Bytes of the UTF-8 sequence at `at`: 1..4; or minus the length of the part to skip where it is none
 * (The Unicode Standard, table 3-7).
 */
export function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length === 0) return -1;
  // The second byte keeps out long forms, surrogates and what lies beyond U+10FFFF.
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < length; i++) {
    const byte = at + i < end ? bytes[at + i] : 0;
    if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return -i;
  }
  return length;
}

/** Writes the code point at `at` as UTF-8 and returns the place after it. */
export function putUtf8(into: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    into[at++] = code;
    return at;
  }
  if (code < 0x800) into[at++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) into[at++] = 0xe0 | (code >> 12);
    else {
      into[at++] = 0xf0 | (code >> 18);
      into[at++] = 0x80 | ((code >> 12) & 0x3f);
    }
    into[at++] = 0x80 | ((code >> 6) & 0x3f);
  }
  into[at++] = 0x80 | (code & 0x3f);
  return at;
}

/** UTF-8 of a text. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  for (const character of text) end = putUtf8(bytes, end, character.codePointAt(0)!);
  return bytes.subarray(0, end);
}
