import { type DateOrder, parseDate } from './dates';
import { parseNumber } from './numbers';
import { MISSING, NOT_KEPT, type TableColumn } from './table';
import { utf8Bytes } from './utf8';

/** A column as numbers, float64 [rows]; NaN where missing or none. */
export function numberValues(column: TableColumn): Float64Array {
  return column.numbers ?? spread(column, levelNumbers(column));
}

/** A column as days since 1970-01-01, float64 [rows]; NaN where missing or no date. */
export function dateValues(column: TableColumn, order: DateOrder): Float64Array {
  return spread(
    column,
    column.levels.map((text) => parseDate(text, order)),
  );
}

export interface LevelValues {
  /** Int32 [rows]: index of `levels`, or -1 where missing. */
  codes: Int32Array;
  /** Unlike each other. Numbers as JavaScript writes them, so that `1,50` and `1.5` are one. */
  levels: string[];
  /** Rows per level, [levels]. */
  counts: Int32Array;
}

/** A column as categories; of a column with texts that were not kept, these are missing. */
export function levelValues(column: TableColumn): LevelValues {
  const { codes, numbers, levels } = column;
  const found = new Map<string | number, number>();
  const codeOf = (key: string | number) => {
    const code = found.get(key) ?? found.size;
    if (code === found.size) found.set(key, code);
    return code;
  };
  let result: Int32Array;
  if (codes) {
    const values = levelNumbers(column);
    const merged = levels.map((text, i) =>
      codeOf(Number.isNaN(values[i]) ? text : String(values[i] + 0)),
    );
    result = codes.map((code) => (code < 0 ? MISSING : merged[code]));
  } else {
    // Adding 0 makes one of 0 and -0.
    result = Int32Array.from(numbers!, (x) => (Number.isNaN(x) ? MISSING : codeOf(x + 0)));
  }
  const counts = new Int32Array(found.size);
  for (const code of result) if (code >= 0) counts[code]++;
  return { codes: result, levels: [...found.keys()].map(String), counts };
}

/** Whether texts of the column were dropped for their number. */
export function isCutOff(column: TableColumn): boolean {
  return column.codes?.includes(NOT_KEPT) ?? false;
}

function levelNumbers({ levels, decimal }: TableColumn): number[] {
  return levels.map((text) => {
    const bytes = utf8Bytes(text);
    return parseNumber(bytes, 0, bytes.length, decimal);
  });
}

function spread(column: TableColumn, values: readonly number[]): Float64Array {
  const { codes, numbers } = column;
  return Float64Array.from(codes ?? numbers!, (code) =>
    codes && code >= 0 ? values[code] : Number.NaN,
  );
}
