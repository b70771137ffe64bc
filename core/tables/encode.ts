import { LensmithError } from '../errors';
import { type ColumnType, isFeature } from './columns';
import type { DateOrder } from './dates';
import type { Table, TableColumn } from './table';
import { dateValues, levelValues, numberValues } from './values';

/** A number, or a date in days since 1970-01-01: `(x - mean) / scale`, 0 where missing. */
export interface NumberFeature {
  kind: 'number' | 'date';
  name: string;
  /** Where its part of the matrix begins. */
  at: number;
  mean: number;
  scale: number;
  /** Whether a second feature says 1 where the value is missing. */
  gap: boolean;
  /** Of a date. */
  dateOrder: DateOrder | null;
}

/** One feature a level, 1 or 0; then one for other levels and one for "missing", where there were. */
export interface CategoryFeature {
  kind: 'category';
  name: string;
  at: number;
  levels: string[];
  /** Whether rare levels of the training rows share a feature; so do levels never seen. */
  other: boolean;
  gap: boolean;
}

export type Feature = NumberFeature | CategoryFeature;

/** How a row becomes numbers: plain JSON, all that an export needs. */
export interface FeatureEncoding {
  /** Columns of the design matrix. */
  width: number;
  features: Feature[];
}

export interface EncodingOptions {
  /** Levels with a feature of their own, the most frequent ones; 50 by default. */
  mostLevels?: number;
  /** Training rows that such a level needs. By default 2% of them, 2 at least and 5 at most. */
  leastRows?: number;
}

/**
 * Fits the design matrix of a linear model on the training rows alone: no number of another row
 * enters. Standardised numbers and dates, one-hot categories, and a feature for gaps where the
 * training rows have any. Columns that are constant in them are left out, and so is the target.
 *
 * `rows` are indices into the table, at least one.
 *
 * @throws LensmithError `noFeatures` where no column is left.
 */
export function fitEncoding(
  table: Table,
  types: readonly ColumnType[],
  target: string,
  rows: ArrayLike<number>,
  options: EncodingOptions = {},
): FeatureEncoding {
  const encoding: FeatureEncoding = { width: 0, features: [] };
  for (const [index, type] of types.entries()) {
    if (type.name === target || !isFeature(type)) continue;
    const column = table.columns[index];
    const feature =
      type.kind === 'category' ? fitCategory(column, rows, options) : fitNumber(column, type, rows);
    if (!feature) continue;
    encoding.features.push({ ...feature, at: encoding.width });
    encoding.width += widthOf(feature);
  }
  if (encoding.width === 0) throw new LensmithError('noFeatures', { column: target });
  return encoding;
}

function fitNumber(
  column: TableColumn,
  type: ColumnType,
  rows: ArrayLike<number>,
): NumberFeature | null {
  const dateOrder = type.kind === 'date' ? (type.dateOrder ?? 'dmy') : null;
  const all = dateOrder ? dateValues(column, dateOrder) : numberValues(column);
  const values = Float64Array.from(rows, (row) => all[row]).filter((x) => !Number.isNaN(x));
  if (values.length === 0) return null;
  const mean = meanOf(values);
  const deviation = Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)));
  const gap = values.length < rows.length;
  // Of equal values rounding may leave a trace of a deviation.
  const constant = !(deviation > 1e-12 * Math.abs(mean));
  if (constant && !gap) return null;
  const { name } = column;
  const kind = dateOrder ? 'date' : 'number';
  return { kind, name, at: 0, mean, scale: constant ? 1 : deviation, gap, dateOrder };
}

function meanOf(values: Float64Array): number {
  // A running mean does not overflow where a sum would.
  return values.reduce((mean, x, i) => mean + (x - mean) / (i + 1), 0);
}

function fitCategory(
  column: TableColumn,
  rows: ArrayLike<number>,
  options: EncodingOptions,
): CategoryFeature | null {
  const { mostLevels = 50, leastRows = Math.min(5, Math.max(2, Math.floor(rows.length / 50))) } =
    options;
  const { codes, levels } = levelValues(column);
  const counts = new Int32Array(levels.length);
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]];
    if (code < 0) missing++;
    else counts[code]++;
  }
  const seen = Array.from(counts.keys()).filter((code) => counts[code] > 0);
  const own = seen
    .filter((code) => counts[code] >= leastRows)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, mostLevels);
  const other = own.length < seen.length;
  const gap = missing > 0;
  // One feature that is 1 in every row says nothing.
  if (own.length + Number(other) + Number(gap) < 2) return null;
  const named = own.map((code) => levels[code]);
  return { kind: 'category', name: column.name, at: 0, levels: named, other, gap };
}

function widthOf(feature: Feature): number {
  const gap = Number(feature.gap);
  return feature.kind === 'category'
    ? feature.levels.length + Number(feature.other) + gap
    : 1 + gap;
}

/** Names of the matrix's columns, [width]: `age`, `age: missing`, `town = Bern`, `town: other`. */
export function featureNames({ features }: FeatureEncoding): string[] {
  return features.flatMap((feature) => {
    const { name } = feature;
    const gap = feature.gap ? [`${name}: missing`] : [];
    if (feature.kind !== 'category') return [name, ...gap];
    const other = feature.other ? [`${name}: other`] : [];
    return [...feature.levels.map((level) => `${name} = ${level}`), ...other, ...gap];
  });
}

export interface Encoder {
  /** The design matrix of some rows, float32 [rows, width], row-major. */
  encode(rows: ArrayLike<number>): Float32Array<ArrayBuffer>;
}

/**
 * Applies an encoding to a table, the one it was fitted on or another: columns are found by name. A
 * level that was never seen counts as "other", or as none of the levels where there is no such feature.
 *
 * @throws LensmithError `columnsMissing`, with up to five of their names.
 */
export function createEncoder({ width, features }: FeatureEncoding, table: Table): Encoder {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const absent = features.filter(({ name }) => !columns.has(name)).map(({ name }) => name);
  if (absent.length > 0) {
    const some = absent.slice(0, 5).join(', ') + (absent.length > 5 ? ', …' : '');
    throw new LensmithError('columnsMissing', { columns: some });
  }
  const fillers = features.map((feature) => filler(feature, columns.get(feature.name)!));
  return {
    encode(rows) {
      const matrix = new Float32Array(rows.length * width);
      for (const fill of fillers) {
        for (let i = 0; i < rows.length; i++) fill(rows[i], matrix, i * width);
      }
      return matrix;
    },
  };
}

type Filler = (row: number, matrix: Float32Array, at: number) => void;

function filler(feature: Feature, column: TableColumn): Filler {
  const { at, gap } = feature;
  if (feature.kind !== 'category') {
    const { mean, scale, dateOrder } = feature;
    const values = dateOrder ? dateValues(column, dateOrder) : numberValues(column);
    return (row, matrix, start) => {
      if (!Number.isNaN(values[row])) matrix[start + at] = (values[row] - mean) / scale;
      else if (gap) matrix[start + at + 1] = 1;
    };
  }
  const { codes, levels } = levelValues(column);
  const places = new Map(feature.levels.map((level, i) => [level, i]));
  const other = feature.other ? feature.levels.length : -1;
  const missing = gap ? feature.levels.length + Number(feature.other) : -1;
  const placeOf = levels.map((level) => places.get(level) ?? other);
  return (row, matrix, start) => {
    const place = codes[row] < 0 ? missing : placeOf[codes[row]];
    if (place >= 0) matrix[start + at + place] = 1;
  };
}

/**
 * The way back: a row of the matrix, [width], as values by column name. Null is missing, undefined a
 * level without a feature of its own; a value that was missing without a feature for it comes back
 * as the mean.
 */
export function decodeRow(
  { features }: FeatureEncoding,
  row: ArrayLike<number>,
): Record<string, number | string | null | undefined> {
  return Object.fromEntries(
    features.map((feature) => {
      const { name, at, gap } = feature;
      const missing = gap && row[at + widthOf(feature) - 1] > 0.5;
      if (missing) return [name, null];
      if (feature.kind !== 'category') return [name, row[at] * feature.scale + feature.mean];
      return [name, feature.levels.find((_, i) => row[at + i] > 0.5)];
    }),
  );
}
