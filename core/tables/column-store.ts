import { Interner } from './interner';
import { isMissing } from './missing';
import { type DecimalMark, decidedMark, noEvidence, parseNumber, weighMark } from './numbers';
import { MISSING, NOT_KEPT, type TableColumn } from './table';

/** From so many distinct values on, a column of numbers drops its texts. */
const NUMBERS_FROM = 4096;
/** A column may have so many distinct texts whatever else the table holds. */
const ALWAYS_KEPT = 1000;
/** Distinct texts of a column of numbers that are kept to be shown. */
const MOST_ODD = 1000;
/** What a text takes besides its bytes. */
const TEXT_OVERHEAD = 24;
const MOST_ODD_SHARE = 0.02;
/** From so many distinct numbers on, one word among them is a gap rather than a category. */
const MANY_NUMBERS = 20;
const SHOWN = 5;

/** What distinct texts may still take in the whole table. Bytes. */
export interface TextBudget {
  left: number;
}

/**
 * Takes the cells of a column one by one and keeps a code for each: the text itself once. When it
 * proves to be numbers of many values, it keeps float64 instead, parsed straight from the bytes.
 */
export class ColumnStore {
  readonly #decimal: DecimalMark;
  readonly #budget: TextBudget;
  #codes: Int32Array<ArrayBuffer> | null;
  #numbers: Float64Array<ArrayBuffer> | null = null;
  #texts = new Interner();
  #closed = false;
  #nextLook = NUMBERS_FROM;
  /** In numbers: what is none. */
  #mark: DecimalMark;
  #empty = 0;
  #odd = 0;

  /** `capacity` rows at first; `decimal` where the column's own cells say nothing. */
  constructor(capacity: number, decimal: DecimalMark, budget: TextBudget) {
    this.#codes = new Int32Array(capacity);
    this.#decimal = decimal;
    this.#mark = decimal;
    this.#budget = budget;
  }

  reserve(capacity: number): void {
    const { numbers, codes } = { numbers: this.#numbers, codes: this.#codes };
    if (numbers) {
      this.#numbers = new Float64Array(capacity);
      this.#numbers.set(numbers);
    } else if (codes) {
      this.#codes = new Int32Array(capacity);
      this.#codes.set(codes);
    }
  }

  /** The cell of `row`, UTF-8; empty where `start` is `end`. Rows come in order. */
  put(row: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#numbers) {
      if (start === end) this.#empty++;
      const value = start === end ? Number.NaN : parseNumber(bytes, start, end, this.#mark);
      this.#numbers[row] = value;
      if (Number.isNaN(value) && start !== end) {
        this.#odd++;
        this.#texts.intern(bytes, start, end, this.#texts.size >= MOST_ODD);
      }
      return;
    }
    const codes = this.#codes!;
    if (start === end) {
      codes[row] = MISSING;
      return;
    }
    const before = this.#texts.size;
    const code = this.#texts.intern(bytes, start, end, this.#closed);
    codes[row] = code < 0 ? NOT_KEPT : code;
    if (code === before) this.#look(row, end - start);
  }

  #look(row: number, length: number): void {
    const { size } = this.#texts;
    this.#budget.left -= length + TEXT_OVERHEAD;
    const full = this.#budget.left < 0 && size > ALWAYS_KEPT;
    if (size < this.#nextLook && !full) return;
    this.#nextLook *= 2;
    const read = readLevels(this.#texts, this.#decimal);
    if (isNumbers(read)) this.#toNumbers(row + 1, read);
    else if (full) this.#closed = true;
  }

  #toNumbers(rows: number, read: ReadLevels): void {
    const codes = this.#codes!;
    const numbers = new Float64Array(codes.length);
    const odd = new Interner();
    const { pool, offsets } = this.#texts;
    for (let row = 0; row < rows; row++) {
      const code = codes[row];
      numbers[row] = code < 0 ? Number.NaN : read.values[code];
      if (code < 0) this.#empty++;
      else if (Number.isNaN(numbers[row])) {
        this.#odd++;
        odd.intern(pool, offsets[code], offsets[code + 1], odd.size >= MOST_ODD);
      }
    }
    this.#budget.left += pool.length + this.#texts.size * TEXT_OVERHEAD;
    this.#mark = read.decimal;
    this.#numbers = numbers;
    this.#codes = null;
    this.#texts = odd;
  }

  /** The column once all its `rows` are in; words for missing values go to `words`. */
  finish(name: string, rows: number, words: Set<string>): TableColumn {
    const read = readLevels(this.#texts, this.#mark);
    for (const code of read.words) words.add(this.#texts.text(code));
    return this.#numbers
      ? this.#finishNumbers(name, rows, read)
      : this.#finishCodes(name, rows, read);
  }

  #finishNumbers(name: string, rows: number, read: ReadLevels): TableColumn {
    const words = read.words.reduce((sum, code) => sum + this.#texts.counts[code], 0);
    const unreadable = this.#odd - words;
    const missing = this.#empty + words;
    const numbers = this.#numbers!.slice(0, rows);
    const cells = rows - missing - unreadable;
    const shown = oddTexts(this.#texts, read);
    const base = { name, levels: [], counts: new Int32Array(0), missing, decimal: this.#mark };
    if (isNumbers({ ...read, cells, distinct: NUMBERS_FROM, odd: unreadable })) {
      return { ...base, numbers, codes: null, unreadable, unreadableTexts: shown };
    }
    // Numbers at first, then mostly texts: neither can be learnt from.
    const codes = Int32Array.from(numbers, () => NOT_KEPT);
    return { ...base, numbers: null, codes, unreadable: 0, unreadableTexts: [] };
  }

  #finishCodes(name: string, rows: number, read: ReadLevels): TableColumn {
    const texts = this.#texts;
    const codes = this.#codes!.slice(0, rows);
    const asNumbers = isNumbers(read) && !this.#closed;
    const gaps = new Set(read.words);
    const kept = Array.from({ length: texts.size }, (_, code) => code).filter((c) => !gaps.has(c));
    const codeOf = new Int32Array(texts.size).fill(MISSING);
    for (const [index, code] of kept.entries()) codeOf[code] = index;
    const numbers = asNumbers ? new Float64Array(rows) : null;
    let missing = 0;
    for (let row = 0; row < rows; row++) {
      const code = codes[row];
      if (numbers) numbers[row] = code < 0 ? Number.NaN : read.values[code];
      if (code >= 0) codes[row] = codeOf[code];
      if (codes[row] === MISSING) missing++;
    }
    return {
      name,
      numbers,
      codes,
      levels: kept.map((code) => texts.text(code)),
      counts: Int32Array.from(kept, (code) => texts.counts[code]),
      missing,
      unreadable: asNumbers ? read.odd : 0,
      unreadableTexts: asNumbers ? oddTexts(texts, read) : [],
      decimal: read.decimal,
    };
  }
}

/** Distinct texts as numbers. */
interface ReadLevels {
  /** Per code, NaN where it is none. */
  values: Float64Array;
  decimal: DecimalMark;
  /** Codes of words for missing values. */
  words: number[];
  /** Cells that are numbers, and how many distinct ones; cells that are neither number nor missing. */
  cells: number;
  distinct: number;
  odd: number;
  oddDistinct: number;
}

function readLevels(texts: Interner, otherwise: DecimalMark): ReadLevels {
  const { size, pool, offsets, counts } = texts;
  const evidence = noEvidence();
  for (let c = 0; c < size; c++) weighMark(evidence, pool, offsets[c], offsets[c + 1], counts[c]);
  const decimal = decidedMark(evidence, otherwise);
  const values = new Float64Array(size);
  const read: ReadLevels = {
    values,
    decimal,
    words: [],
    cells: 0,
    distinct: 0,
    odd: 0,
    oddDistinct: 0,
  };
  for (let c = 0; c < size; c++) {
    values[c] = parseNumber(pool, offsets[c], offsets[c + 1], decimal);
    if (!Number.isNaN(values[c])) {
      read.cells += counts[c];
      read.distinct++;
    } else if (isMissing(texts.text(c))) read.words.push(c);
    else {
      read.odd += counts[c];
      read.oddDistinct++;
    }
  }
  return read;
}

function isNumbers(read: Pick<ReadLevels, 'cells' | 'distinct' | 'odd' | 'oddDistinct'>): boolean {
  const { cells, distinct, odd, oddDistinct } = read;
  if (cells === 0) return false;
  if (odd <= MOST_ODD_SHARE * (cells + odd)) return true;
  return oddDistinct === 1 && distinct >= MANY_NUMBERS && odd <= cells;
}

function oddTexts(texts: Interner, read: ReadLevels): string[] {
  const gaps = new Set(read.words);
  return Array.from(read.values.keys())
    .filter((code) => Number.isNaN(read.values[code]) && !gaps.has(code))
    .sort((a, b) => texts.counts[b] - texts.counts[a])
    .slice(0, SHOWN)
    .map((code) => texts.text(code));
}
