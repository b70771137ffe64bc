import { LensmithError } from '../errors';
import { ColumnStore, type TextBudget } from './column-store';
import { cellText, type Dialect, type DialectChoice, recogniseDialect } from './dialect';
import { type FoundEncoding, recogniseEncoding } from './encoding';
import { uniqueNames } from './names';
import { ESCAPED, RecordScanner, unescaped } from './records';
import type { RepairedLines, Table } from './table';
import { createTranscode, type TableEncoding, type Transcode } from './transcode';

/** Wider tables are refused: a browser's memory and a reader's patience end about there. */
export const MOST_COLUMNS = 10_000;
/** Rows times columns: 400 MB as float64. */
export const MOST_CELLS = 50_000_000;
/** What the distinct texts of a table may take: about a million short ones. Bytes. */
const TEXTS = 32 * 2 ** 20;
/** What is waited for before the dialect is recognised, and what is scanned at once. Bytes. */
const PIECE = 2 ** 20;
/** A record this long is a quotation mark that nobody closed. Bytes. */
const LONGEST_RECORD = 16 * 2 ** 20;
const SHOWN_LINES = 20;

export interface ReadOptions extends DialectChoice {
  /** The file's name, for errors and the report. */
  file: string;
  encoding?: TableEncoding;
  /** Of the whole file, if known: rows are then allotted at once. Bytes. */
  size?: number;
  /** Rows needed; 2 by default, 1 where only predictions are asked for. */
  leastRows?: number;
}

/** Takes a file's bytes in pieces of any size. */
export interface TableReader {
  push(piece: Uint8Array): void;
  /** Rows read so far. */
  rows(): number;
  /** The table, once all bytes are in; the reader is then spent. */
  finish(): Table;
}

/**
 * Reads a delimited text file: encoding and dialect are recognised, ragged rows repaired or set
 * aside, and everything done is reported. Each distinct text is kept once.
 *
 * @throws LensmithError `notATable`, `tableEmpty`, `tableHeaderOnly`, `tableTooFewRows`,
 * `tableTooWide`, `tableTooLarge`, `tableQuoteOpen`, `tableUndelimited`.
 */
export function readTable(bytes: Uint8Array, options: ReadOptions): Table {
  const found = recogniseEncoding(bytes, options.file);
  const reader = createReader({ ...options, size: bytes.length }, found);
  for (let at = 0; at < bytes.length; at += PIECE) reader.push(bytes.subarray(at, at + PIECE));
  return reader.finish();
}

/**
 * The same for bytes that come in pieces, as from `Blob.stream()`. The encoding is recognised from
 * the first MiB, so that a file may be taken for UTF-8 which later proves to be none.
 *
 * @throws LensmithError as `readTable`, from `push` or `finish`.
 */
export function createTableReader(options: ReadOptions): TableReader {
  return createReader(options, null);
}

function createReader(options: ReadOptions, known: FoundEncoding | null): TableReader {
  const { file, leastRows = 2 } = options;
  const budget: TextBudget = { left: TEXTS };
  const shortRows: RepairedLines = { count: 0, lines: [] };
  const longRows: RepairedLines = { count: 0, lines: [] };
  const empty = new Uint8Array(0);
  let bytes = 0;
  let found: FoundEncoding | null = known;
  let transcode: Transcode | null = null;
  let dialect: Dialect | null = null;
  let scanner = new RecordScanner(44);
  /** Bytes of the file before the encoding is known; then UTF-8 of records not yet read. */
  let rest: Uint8Array = empty;
  let stores: ColumnStore[] = [];
  let names: string[] | null = null;
  let rows = 0;
  let capacity = 0;
  let line = 1;
  let emptyRows = 0;

  function push(piece: Uint8Array): void {
    bytes += piece.length;
    if (transcode) {
      read(joined(rest, transcode(piece, false)), false);
      return;
    }
    rest = joined(rest, piece);
    if (rest.length >= PIECE) begin(false);
  }

  /** Recognises encoding and dialect, and reads what has come. */
  function begin(last: boolean): void {
    found ??= recogniseEncoding(rest, file);
    const { encoding = found.name } = options;
    transcode = createTranscode(encoding);
    const mark = encoding === found.name ? found.mark : 0;
    read(transcode(rest.subarray(mark), last), last);
  }

  function read(text: Uint8Array, last: boolean): void {
    let at = 0;
    if (!dialect) {
      // A table may be so wide that its first record needs more.
      dialect = recogniseDialect(text, last, options);
      if (dialect.width === 0 && !last && text.length < LONGEST_RECORD) {
        dialect = null;
        rest = text;
        return;
      }
      scanner = new RecordScanner(dialect.delimiter.charCodeAt(0));
      at = dialect.skip;
      if (at > 0) line++;
      open(dialect, text.length);
    }
    while (at < text.length) {
      const next = scanner.scan(text, at, text.length, last);
      const stuck = next < 0 && text.length - at > LONGEST_RECORD;
      if (scanner.open && (last || stuck))
        throw new LensmithError('tableQuoteOpen', { file, line });
      if (next < 0) break;
      take(text, dialect);
      line += 1 + scanner.breaks;
      at = next;
    }
    rest = text.subarray(at);
  }

  function open({ width }: Dialect, textLength: number): void {
    if (width > MOST_COLUMNS) {
      throw new LensmithError('tableTooWide', { file, columns: width, limit: MOST_COLUMNS });
    }
    // Two bytes a cell are the least: a digit and its delimiter.
    const length = options.size ?? textLength * 4;
    capacity = Math.max(16, Math.min(1 << 16, Math.ceil(length / (width * 6 + 1))));
    const { decimal } = dialect!;
    stores = Array.from({ length: width }, () => new ColumnStore(capacity, decimal, budget));
  }

  /** The record that the scanner found last. */
  function take(text: Uint8Array, { width, header, rowNames }: Dialect): void {
    const { starts, ends, kinds } = scanner;
    let filled = scanner.cells;
    while (filled > 0 && starts[filled - 1] >= ends[filled - 1]) filled--;
    if (filled === 0) {
      const blank = scanner.cells === 1 && kinds[0] === 0;
      if (!blank) emptyRows++;
      return;
    }
    if (header && !names) {
      const named = Math.min(scanner.cells, width);
      names = Array.from({ length: named }, (_, cell) => cellText(text, scanner, cell));
      if (rowNames) names.unshift('');
      while (names.length < width) names.push('');
      return;
    }
    if (filled > width) {
      note(longRows);
      return;
    }
    if (scanner.cells < width) note(shortRows);
    if (rows === capacity) grow(width);
    for (let cell = 0; cell < width; cell++) {
      const store = stores[cell];
      if (cell >= filled) store.put(rows, text, 0, 0);
      else if (kinds[cell] === ESCAPED) {
        const plain = unescaped(text, starts[cell], ends[cell]);
        store.put(rows, plain, 0, plain.length);
      } else store.put(rows, text, starts[cell], ends[cell]);
    }
    rows++;
  }

  function note(lines: RepairedLines): void {
    lines.count++;
    if (lines.lines.length < SHOWN_LINES) lines.lines.push(line);
  }

  function grow(width: number): void {
    if (capacity * width >= MOST_CELLS) {
      throw new LensmithError('tableTooLarge', { file, limit: MOST_CELLS / 1e6 });
    }
    capacity = Math.min(Math.ceil(capacity * 1.5), Math.ceil(MOST_CELLS / width));
    for (const store of stores) store.reserve(capacity);
  }

  function finish(): Table {
    if (transcode) read(joined(rest, transcode(empty, true)), true);
    else begin(true);
    const { delimiter, decimal, header, skip, width } = dialect!;
    if (width === 0) throw new LensmithError('tableEmpty', { file });
    if (rows === 0 && header) throw new LensmithError('tableHeaderOnly', { file, columns: width });
    if (rows < leastRows) {
      throw new LensmithError('tableTooFewRows', { file, rows, needed: leastRows });
    }
    const written = names ?? new Array<string>(width).fill('');
    const unique = uniqueNames(written);
    const words = new Set<string>();
    const columns = stores.map((store, i) => store.finish(unique[i], rows, words));
    const report = {
      file,
      bytes,
      encoding: options.encoding ?? found!.name,
      encodingAssumed: options.encoding === undefined && found!.assumed,
      byteOrderMark: found!.mark > 0,
      damagedBytes: found!.damaged,
      delimiter,
      separatorLine: skip > 0,
      header,
      decimal,
      rows,
      columns: width,
      shortRows,
      longRows,
      emptyRows,
      renamedColumns: unique.flatMap((name, i): [number, string][] =>
        header && name !== written[i].trim() ? [[i, written[i]]] : [],
      ),
      missingWords: [...words],
    };
    return { rows, columns, report };
  }

  return { push, rows: () => rows, finish };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
