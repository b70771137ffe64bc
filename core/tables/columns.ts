import { LensmithError } from '../errors';
import { type DateOrder, recogniseOrder } from './dates';
import type { Table, TableColumn } from './table';
import { isCutOff, levelValues, numberValues } from './values';

/** What a column is learnt as; text, constants and identifiers are left out. */
export type ColumnKind = 'number' | 'category' | 'date' | 'text' | 'constant' | 'identifier';

/** Why it is that; the key of its words in the locales. */
export type KindReason =
  | 'byHand'
  | 'numbers'
  | 'dates'
  | 'repeatedTexts'
  | 'noValues'
  | 'oneValue'
  | 'rowNumbers'
  | 'uniqueByName'
  | 'uniqueTexts'
  | 'manyTexts';

export interface ColumnType {
  name: string;
  kind: ColumnKind;
  reason: KindReason;
  /** Cells with a value. */
  values: number;
  missing: number;
  /** Different values; null where there are more than were counted. */
  distinct: number | null;
  /** Of a date. */
  dateOrder: DateOrder | null;
  /** Every date can be read in both orders: the user should look. */
  dateAmbiguous: boolean;
}

/** What the user says of a column. */
export interface KindChoice {
  kind: ColumnKind;
  dateOrder?: DateOrder;
}

/** From so many rows on, having no value twice says something. */
const ENOUGH = 20;
/** A category has no more levels than this, and each comes twice on average. */
const MOST_LEVELS = 1000;
const FEW_LEVELS = 10;
const DATE_SHARE = 0.95;
/** Texts looked at before a whole column is read as dates. */
const DATE_SAMPLE = 50;
/** Longer texts on average are prose, not a key. */
const LONG_TEXT = 40;
const ID_NAME =
  /(^|[^a-zà-ÿ])(id|uid|uuid|guid|key|index|idx|nr|no|code|rownames|kennung|schlüssel|identifiant|identificativo)([^a-zà-ÿ]|$)/i;
const CAMEL_ID = /[a-zà-ÿ](Id|ID|Nr|Key)$/;

/**
 * Types the columns of a table. `byHand`, by column name, wins.
 *
 * Integers without a repetition are an identifier only where the name says so, or where they number
 * the rows from 0 or 1 on: a price or a population need not repeat either. A column of one value and
 * gaps is a category, for the gap may be what counts.
 *
 * @throws LensmithError `columnNotKind` where a type by hand does not fit the values, and
 * `columnUnknown` where it names no column.
 */
export function typeColumns(
  table: Table,
  byHand: Readonly<Record<string, KindChoice>> = {},
): ColumnType[] {
  for (const column of Object.keys(byHand)) {
    if (!table.columns.some(({ name }) => name === column)) {
      throw new LensmithError('columnUnknown', { column });
    }
  }
  return table.columns.map((column) => {
    const choice = Object.hasOwn(byHand, column.name) ? byHand[column.name] : undefined;
    const otherwise: DateOrder = table.report.decimal === ',' ? 'dmy' : 'mdy';
    const facts = {
      name: column.name,
      values: table.rows - column.missing,
      missing: column.missing,
      distinct: column.codes && !isCutOff(column) ? column.levels.length : null,
      dateOrder: null,
      dateAmbiguous: false,
    };
    return choice
      ? { ...facts, ...chosen(column, choice, otherwise) }
      : { ...facts, ...guessed(column, facts, otherwise) };
  });
}

type Verdict = Pick<ColumnType, 'kind' | 'reason'> & Partial<ColumnType>;

function guessed(
  column: TableColumn,
  { values, missing, distinct }: Pick<ColumnType, 'values' | 'missing' | 'distinct'>,
  otherwise: DateOrder,
): Verdict {
  if (values === 0) return { kind: 'constant', reason: 'noValues' };
  if (distinct === 1) {
    return missing === 0
      ? { kind: 'constant', reason: 'oneValue' }
      : { kind: 'category', reason: 'repeatedTexts' };
  }
  if (column.numbers) return numbersOrKey(column, column.numbers);
  return asDate(column, otherwise) ?? categoryOrText(column, values, distinct);
}

function numbersOrKey(column: TableColumn, numbers: Float64Array): Verdict {
  const numbered = numbers.length >= ENOUGH && (numbers[0] === 0 || numbers[0] === 1);
  if (numbered && numbers.every((x, row) => x === numbers[0] + row)) {
    return { kind: 'identifier', reason: 'rowNumbers' };
  }
  return isKeyName(column.name) && numbers.length >= ENOUGH && areUniqueIntegers(numbers)
    ? { kind: 'identifier', reason: 'uniqueByName' }
    : { kind: 'number', reason: 'numbers' };
}

function areUniqueIntegers(numbers: Float64Array): boolean {
  const seen = new Set<number>();
  for (const x of numbers) {
    if (Number.isNaN(x)) continue;
    if (!Number.isInteger(x) || seen.has(x)) return false;
    seen.add(x);
  }
  return true;
}

function isKeyName(name: string): boolean {
  return ID_NAME.test(name) || CAMEL_ID.test(name);
}

function asDate({ levels, counts }: TableColumn, otherwise: DateOrder): Verdict | null {
  const sample = recogniseOrder(levels.slice(0, DATE_SAMPLE), counts, otherwise);
  if (sample.share < DATE_SHARE / 2) return null;
  const { order, ambiguous, share } = recogniseOrder(levels, counts, otherwise);
  if (share < DATE_SHARE) return null;
  return { kind: 'date', reason: 'dates', dateOrder: order, dateAmbiguous: ambiguous };
}

function categoryOrText(column: TableColumn, values: number, distinct: number | null): Verdict {
  if (distinct === null) return { kind: 'text', reason: 'manyTexts' };
  if (distinct === values && values >= ENOUGH) {
    const { levels } = column;
    const length = levels.reduce((sum, text) => sum + text.length, 0) / distinct;
    const spaced = levels.filter((text) => /\s/.test(text)).length;
    return length <= LONG_TEXT && spaced < distinct / 2
      ? { kind: 'identifier', reason: 'uniqueTexts' }
      : { kind: 'text', reason: 'uniqueTexts' };
  }
  const repeated = 2 * distinct <= values && distinct <= MOST_LEVELS;
  return repeated || distinct <= FEW_LEVELS
    ? { kind: 'category', reason: 'repeatedTexts' }
    : { kind: 'text', reason: 'manyTexts' };
}

function chosen(column: TableColumn, choice: KindChoice, otherwise: DateOrder): Verdict {
  const { kind } = choice;
  const reason = 'byHand';
  const refuse = () => new LensmithError('columnNotKind', { column: column.name, reason: kind });
  if (kind === 'number') {
    if (!numberValues(column).some((x) => !Number.isNaN(x))) throw refuse();
  } else if (kind === 'date') {
    const found = recogniseOrder(column.levels, column.counts, otherwise);
    if (found.share === 0) throw refuse();
    return { kind, reason, dateOrder: choice.dateOrder ?? found.order };
  } else if (kind === 'category') {
    const { levels } = levelValues(column);
    if (levels.length === 0 || isCutOff(column)) throw refuse();
    return { kind, reason, distinct: levels.length };
  }
  return { kind, reason };
}

/** Whether columns of this kind are learnt from. */
export function isFeature({ kind }: Pick<ColumnType, 'kind'>): boolean {
  return kind === 'number' || kind === 'category' || kind === 'date';
}
