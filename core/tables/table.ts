import type { DecimalMark } from './numbers';
import type { TableEncoding } from './transcode';

/** One column of a table, as it was read. Plain data: it crosses to a worker as it is. */
export interface TableColumn {
  /** Unlike every other column's. */
  name: string;
  /**
   * Float64 [rows], NaN where there is none; null where the column is no column of numbers. It is one
   * where at least 98% of its values are numbers, or all but one word that comes back.
   */
  numbers: Float64Array<ArrayBuffer> | null;
  /**
   * Int32 [rows]: index of `levels`, `MISSING`, or `NOT_KEPT`. Null for a column of more than a few
   * thousand distinct numbers.
   */
  codes: Int32Array<ArrayBuffer> | null;
  /** Distinct texts in order of first appearance, words for missing values left out. */
  levels: string[];
  /** Cells per level, [levels]. */
  counts: Int32Array<ArrayBuffer>;
  /** Cells that are empty or hold a word for it. */
  missing: number;
  /** Cells of a column of numbers that hold something else: NaN in `numbers`. */
  unreadable: number;
  /** Some of these texts, most frequent first. */
  unreadableTexts: string[];
  /** The mark its numbers were read with. */
  decimal: DecimalMark;
}

export const MISSING = -1;
/** The column has more distinct texts than are kept (`MOST_TEXTS`). */
export const NOT_KEPT = -2;

/** Lines of a file that something was done about. */
export interface RepairedLines {
  count: number;
  /** The first 20, counted from 1 as editors do. */
  lines: number[];
}

/** What was found in a file and done about it, for the page to say. */
export interface ReadReport {
  file: string;
  /** Of the file, in bytes. */
  bytes: number;
  encoding: TableEncoding;
  /** Windows-1252 was taken because it is no Unicode. */
  encodingAssumed: boolean;
  byteOrderMark: boolean;
  /** Bytes that are no UTF-8, read as U+FFFD; counted in what the encoding was found by. */
  damagedBytes: number;
  delimiter: string;
  /** Whether the first line was Excel's `sep=`. */
  separatorLine: boolean;
  header: boolean;
  /** The file's; a column may differ. */
  decimal: DecimalMark;
  rows: number;
  columns: number;
  /** Rows with too few cells: what they lack is missing. */
  shortRows: RepairedLines;
  /** Rows with too many cells: set aside, for it is not known which cell is one too many. */
  longRows: RepairedLines;
  /** Rows without any value, left out; wholly empty lines do not count. */
  emptyRows: number;
  /** Columns without a name of their own, or with another's: [index, name in the file]. */
  renamedColumns: [column: number, was: string][];
  /** Words that were taken for missing values, as written. */
  missingWords: string[];
}

export interface Table {
  rows: number;
  columns: TableColumn[];
  report: ReadReport;
}
