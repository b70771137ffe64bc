import { utf8Text } from './utf8';

export type DecimalMark = '.' | ',';

const POINT = 46;
const COMMA = 44;
const TENS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);

/**
 * The number that `bytes[start, end)` (UTF-8) stand for, NaN if none. Digits may be grouped in threes
 * by one and the same of `'`, `’`, a space (also no-break, narrow or thin) and the mark that is not
 * the decimal one: 1,234.5 and 1.234,5 and 1'234.5 and 1 234,5. Exact: what JavaScript's `Number`
 * gives for the plain form. Codes such as 007 are no numbers, nor is what is not finite.
 */
export function parseNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal: DecimalMark,
): number {
  const mark = decimal === '.' ? POINT : COMMA;
  let at = start;
  let negative = false;
  if (bytes[at] === 45 || bytes[at] === 43) negative = bytes[at++] === 45;
  else if (bytes[at] === 0xe2 && bytes[at + 1] === 0x88 && bytes[at + 2] === 0x92) {
    // U+2212, the minus sign of typesetters.
    negative = true;
    at += 3;
  }
  const firstDigit = at;
  let mantissa = 0;
  let digits = 0;
  let separator = 0;
  let sinceSeparator = 0;
  for (; at < end; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      sinceSeparator++;
      continue;
    }
    if (bytes[at] === mark || (bytes[at] | 32) === 101) break;
    const found = groupSeparator(bytes, at, end, mark);
    if (found === 0 || (separator !== 0 && found !== separator)) return Number.NaN;
    if (separator === 0 ? sinceSeparator < 1 || sinceSeparator > 3 : sinceSeparator !== 3) {
      return Number.NaN;
    }
    separator = found;
    sinceSeparator = 0;
    if (found > 127) at += found >> 16 ? 2 : 1;
  }
  if (separator !== 0 && sinceSeparator !== 3) return Number.NaN;
  if (digits > 1 && bytes[firstDigit] === 48) return Number.NaN;
  let decimals = 0;
  if (at < end && bytes[at] === mark) {
    for (at++; at < end; at++) {
      const digit = bytes[at] - 48;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
      digits++;
      decimals++;
    }
  }
  if (digits === 0 || !isExponent(bytes, at, end)) return Number.NaN;
  if (at === end && digits <= 15 && decimals <= 22) {
    // Both are exact, so that the quotient is rounded once (Clinger's fast path, PLDI 1990).
    const value = mantissa / TENS[decimals];
    return negative ? -value : value;
  }
  return slowNumber(bytes, firstDigit, end, decimal, negative);
}

/** Whether `bytes[at, end)` are nothing or an exponent. */
function isExponent(bytes: Uint8Array, at: number, end: number): boolean {
  if (at === end) return true;
  if ((bytes[at++] | 32) !== 101) return false;
  if (at < end && (bytes[at] === 43 || bytes[at] === 45)) at++;
  const first = at;
  while (at < end && bytes[at] >= 48 && bytes[at] <= 57) at++;
  return at === end && at > first;
}

/** What is long or has an exponent: a well-formed number, read by `Number`. */
function slowNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal: DecimalMark,
  negative: boolean,
): number {
  const grouped = utf8Text(bytes, start, end);
  const point = decimal === '.' ? grouped : grouped.replaceAll('.', '').replace(',', '.');
  const value = Number(point.replace(/[,'’\u0020\u00a0\u2009\u202f]/g, ''));
  if (!Number.isFinite(value)) return Number.NaN;
  return negative ? -value : value;
}

/** The bytes of the separator at `at` as one number; 0 if there is none. */
function groupSeparator(bytes: Uint8Array, at: number, end: number, mark: number): number {
  const byte = bytes[at];
  if (byte === 39 || byte === 32) return byte;
  if (byte === POINT || byte === COMMA) return byte === mark ? 0 : byte;
  // No-break space; then thin, narrow no-break space and the curly apostrophe.
  if (byte === 0xc2) return at + 1 < end && bytes[at + 1] === 0xa0 ? 0xc2a0 : 0;
  if (byte !== 0xe2 || at + 2 >= end || bytes[at + 1] !== 0x80) return 0;
  const third = bytes[at + 2];
  return third === 0x89 || third === 0xaf || third === 0x99 ? 0xe28000 | third : 0;
}

/** How often each mark can only be the decimal one, and how often it may be either. */
export interface MarkEvidence {
  point: number;
  comma: number;
  /** Like 1,234 and 1.234: a decimal number or thousands; counted by their mark. */
  eitherPoint: number;
  eitherComma: number;
}

export const noEvidence = (): MarkEvidence => ({
  point: 0,
  comma: 0,
  eitherPoint: 0,
  eitherComma: 0,
});

/** Adds what one cell, seen `weight` times, says of the decimal mark. Returns whether it is a number. */
export function weighMark(
  evidence: MarkEvidence,
  bytes: Uint8Array,
  start: number,
  end: number,
  weight = 1,
): boolean {
  const point = parseNumber(bytes, start, end, '.');
  const comma = parseNumber(bytes, start, end, ',');
  const isPoint = !Number.isNaN(point);
  const isComma = !Number.isNaN(comma);
  if (isPoint && !isComma) evidence.point += weight;
  else if (isComma && !isPoint) evidence.comma += weight;
  else if (isPoint && point !== comma) {
    // With a decimal point, "1,234" is the larger of the two readings.
    if (Math.abs(point) > Math.abs(comma)) evidence.eitherComma += weight;
    else evidence.eitherPoint += weight;
  }
  return isPoint || isComma;
}

/** The mark that the evidence speaks for; `otherwise` without evidence. */
export function decidedMark(evidence: MarkEvidence, otherwise: DecimalMark): DecimalMark {
  if (evidence.point === evidence.comma) return otherwise;
  return evidence.point > evidence.comma ? '.' : ',';
}
