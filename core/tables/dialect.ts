import { LensmithError } from '../errors';
import { hasHeader, shapeOf } from './header';
import { type DecimalMark, decidedMark, noEvidence, weighMark } from './numbers';
import { ESCAPED, PLAIN, RecordScanner, unescaped } from './records';
import { utf8Bytes, utf8Text } from './utf8';

/** How a file writes a table; quoting is always RFC 4180's. */
export interface Dialect {
  /** One ASCII character. */
  delimiter: string;
  /** Bytes before the table: Excel's line `sep=;`, or 0. */
  skip: number;
  /** Whether the first record names the columns. */
  header: boolean;
  decimal: DecimalMark;
  /** Columns: of the header, or of most rows where they have more. */
  width: number;
  /** The header has no name for the first column, as R writes row names. */
  rowNames: boolean;
}

/** What the user knows better; `undefined` is recognised. */
export interface DialectChoice {
  delimiter?: string;
  header?: boolean;
  decimal?: DecimalMark;
}

export const DELIMITERS: readonly string[] = [',', ';', '\t', '|'];
const SAMPLE_ROWS = 200;
/** Columns whose cells are looked at. */
const SAMPLE_COLUMNS = 400;
const SEPARATOR_LINE = /^"?sep=([^"\r\n])"?[ ,;\t]*(\r\n|\n|\r)/i;

/**
 * Recognises the dialect from the start of a table's text, UTF-8 without a byte order mark; `last`
 * says that it is all of it.
 *
 * The delimiter is the one by which most rows have the same number of cells (two at least), and whose
 * cells hold no other delimiter unless as the mark of a number. The decimal mark is the one that more
 * numbers can only be read with; without such, a comma where the delimiter is a semicolon and
 * numbers like 1,234 occur, else a point.
 *
 * @throws LensmithError `tableUndelimited` for a chosen delimiter that cannot be one.
 */
export function recogniseDialect(
  text: Uint8Array,
  last: boolean,
  choice: DialectChoice = {},
): Dialect {
  const line = SEPARATOR_LINE.exec(utf8Text(text, 0, Math.min(text.length, 32)));
  const skip = line && isDelimiter(line[1]) ? utf8Bytes(line[0]).length : 0;
  if (choice.delimiter !== undefined && !isDelimiter(choice.delimiter)) {
    throw new LensmithError('tableUndelimited', { value: choice.delimiter });
  }
  const body = text.subarray(skip);
  const delimiter =
    choice.delimiter ?? (skip > 0 ? line![1] : recogniseDelimiter(body, last)) ?? ',';
  const rows = sampleRows(body, delimiter, last);
  const header = choice.header ?? (rows.length > 0 && hasHeader(rows.map(cellTexts)));
  const data = header ? rows.slice(1) : rows;
  const decimal = choice.decimal ?? recogniseMark(data, delimiter);
  const named = rows[0]?.length ?? 0;
  const width = Math.max(named, widened(named, data));
  return {
    delimiter,
    skip,
    header,
    decimal,
    width,
    rowNames: header && width === named + 1,
  };
}

interface SampleCell {
  text: string;
  plain: boolean;
}

const cellTexts = (row: SampleCell[]) => row.slice(0, SAMPLE_COLUMNS).map(({ text }) => text);

function isDelimiter(text: string): boolean {
  return /^[\t -~]$/.test(text) && !/[a-z0-9"]/i.test(text);
}

function recogniseDelimiter(text: Uint8Array, last: boolean): string | null {
  let best: { delimiter: string; score: number; width: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(text, delimiter, last);
    const width = usualWidth(rows);
    if (width < 2) continue;
    const usual = rows.filter((row) => row.length === width);
    const cells = usual.flatMap((row) => row.slice(0, SAMPLE_COLUMNS));
    const clean = cells.filter((cell) => isClean(cell, delimiter)).length / cells.length;
    const score = (usual.length / rows.length) * clean;
    if (!best || score > best.score + 1e-9 || (score > best.score - 1e-9 && width > best.width)) {
      best = { delimiter, score, width };
    }
  }
  return best?.delimiter ?? null;
}

/** Whether a cell holds no other delimiter, unless it is quoted or a number's mark. */
function isClean({ text, plain }: SampleCell, delimiter: string): boolean {
  const others = DELIMITERS.some((other) => other !== delimiter && text.includes(other));
  return !plain || !others || shapeOf(text) === 'number';
}

/** The number of cells that most rows have; the larger on a tie; 0 without rows. */
function usualWidth(rows: SampleCell[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return usual?.[0] ?? 0;
}

/**
 * Cells that most rows fill where most fill more than are named; else 0. Lines that end with a
 * delimiter are no wider for it, and a few rows with too many cells do not make columns.
 */
function widened(named: number, rows: SampleCell[][]): number {
  const filled = rows.map((row) => row.slice(0, row.findLastIndex(({ text }) => text !== '') + 1));
  const more = filled.filter((row) => row.length > named);
  return more.length > rows.length / 2 ? usualWidth(more) : 0;
}

function recogniseMark(rows: SampleCell[][], delimiter: string): DecimalMark {
  const evidence = noEvidence();
  for (const row of rows) {
    for (const { text } of row.slice(0, SAMPLE_COLUMNS)) {
      const bytes = utf8Bytes(text);
      weighMark(evidence, bytes, 0, bytes.length);
    }
  }
  return decidedMark(evidence, delimiter === ';' && evidence.eitherComma > 0 ? ',' : '.');
}

/** The first records that are whole and not blank. */
function sampleRows(text: Uint8Array, delimiter: string, last: boolean): SampleCell[][] {
  const scanner = new RecordScanner(delimiter.charCodeAt(0));
  const rows: SampleCell[][] = [];
  for (let at = 0; at < text.length && rows.length < SAMPLE_ROWS; ) {
    const next = scanner.scan(text, at, text.length, last);
    if (next < 0) break;
    const { cells, starts, ends, kinds } = scanner;
    at = next;
    if (cells === 1 && starts[0] === ends[0]) continue;
    const row: SampleCell[] = [];
    for (let cell = 0; cell < cells; cell++) {
      // The width counts; beyond the columns that are looked at, the text does not.
      const empty = starts[cell] === ends[cell];
      const seen = cell < SAMPLE_COLUMNS ? cellText(text, scanner, cell) : empty ? '' : '…';
      row.push({ text: seen, plain: kinds[cell] === PLAIN });
    }
    rows.push(row);
  }
  return rows;
}

/** Text of a cell of the record that the scanner found last. */
export function cellText(bytes: Uint8Array, scanner: RecordScanner, cell: number): string {
  const start = scanner.starts[cell];
  const end = scanner.ends[cell];
  return scanner.kinds[cell] === ESCAPED
    ? utf8Text(unescaped(bytes, start, end))
    : utf8Text(bytes, start, end);
}
