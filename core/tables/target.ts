import { LensmithError } from '../errors';
import { type ColumnType, isFeature } from './columns';
import type { Table, TableColumn } from './table';
import { nameHint } from './target-names';
import { isCutOff, levelValues, numberValues } from './values';

export type Task = 'classification' | 'regression';

export interface TargetGuess {
  column: string;
  task: Task;
  /** Why; the keys of their words in the locales. */
  reasons: ('name' | 'last' | 'first')[];
}

export interface TargetChoice {
  column: string;
  /** By default the one that `taskOf` says. */
  task?: Task;
  /** Sets rows of classes that are seen once aside instead of refusing them. */
  setRareAside?: boolean;
}

export type Target = ClassTarget | NumberTarget;

interface AnyTarget {
  column: string;
  /** Rows without a value: neither learnt from nor measured. */
  missing: number;
}

export interface ClassTarget extends AnyTarget {
  task: 'classification';
  /** In natural order, numbers by value; two at least. */
  classes: string[];
  /** Int32 [rows]: index of `classes`; -1 where missing or set aside. */
  labels: Int32Array;
  /** Rows per class, [classes]. */
  counts: Int32Array;
  /** Classes whose only row was set aside. */
  setAside: string[];
}

export interface NumberTarget extends AnyTarget {
  task: 'regression';
  /** Float64 [rows]; NaN where missing. */
  values: Float64Array;
}

/** A head of more classes than this learns nothing of each from tables that fit a browser. */
export const MOST_CLASSES = 200;
/** Integers of no more different values than this, each seen five times on average, name classes. */
const FEW_INTEGERS = 20;
const SEEN_ENOUGH = 5;
const SHOWN = 5;
const byNature = new Intl.Collator('en', { numeric: true });

/**
 * Which column is to be predicted: by its name, then by standing last or (less often) first. Only
 * columns of numbers or categories come into question. Null where there is none.
 */
export function guessTarget(table: Table, types: readonly ColumnType[]): TargetGuess | null {
  let best: { guess: TargetGuess; score: number } | null = null;
  const last = types.length - 1;
  for (const [index, { name, kind, missing }] of types.entries()) {
    if (kind !== 'number' && kind !== 'category') continue;
    const column = table.columns[index];
    const hint = nameHint(name);
    const place = index === last ? 0.4 : index === 0 ? 0.15 : 0;
    // A target is seldom missing, and seldom of a hundred classes.
    const gaps = missing / table.rows;
    const many = kind === 'category' && column.levels.length > MOST_CLASSES ? 0.5 : 0;
    const score = hint + place - gaps - many;
    if (best && score <= best.score) continue;
    const reasons: TargetGuess['reasons'] = [];
    if (hint > 0) reasons.push('name');
    if (index === last) reasons.push('last');
    else if (index === 0) reasons.push('first');
    best = { guess: { column: name, task: taskOf(column, types[index]), reasons }, score };
  }
  return best?.guess ?? null;
}

/**
 * Numbers are predicted as numbers, unless they are two, or at most 20 different integers of which
 * each comes five times on average; everything else is a class.
 */
export function taskOf(column: TableColumn, type: Pick<ColumnType, 'kind'>): Task {
  if (!column.numbers || type.kind === 'category') return 'classification';
  const different = new Set<number>();
  let values = 0;
  for (const x of column.numbers) {
    if (Number.isNaN(x)) continue;
    values++;
    different.add(x);
    if (different.size > FEW_INTEGERS) return 'regression';
  }
  const classes =
    different.size === 2 ||
    (values >= SEEN_ENOUGH * different.size && [...different].every(Number.isInteger));
  return classes ? 'classification' : 'regression';
}

/**
 * The target as it is learnt.
 *
 * @throws LensmithError `columnUnknown`, `noFeatures`, `targetEmpty`, `targetConstant`;
 * of classes `targetUnique`, `targetTooManyClasses` and, without `setRareAside`,
 * `targetClassSeenOnce`; of numbers `targetNotNumbers`.
 */
export function resolveTarget(
  table: Table,
  types: readonly ColumnType[],
  choice: TargetChoice,
): Target {
  const index = table.columns.findIndex(({ name }) => name === choice.column);
  if (index < 0) throw new LensmithError('columnUnknown', { column: choice.column });
  const column = table.columns[index];
  if (column.missing === table.rows)
    throw new LensmithError('targetEmpty', { column: column.name });
  const task = choice.task ?? taskOf(column, types[index]);
  const target =
    task === 'regression'
      ? asNumbers(column)
      : asClasses(column, table.rows, choice.setRareAside ?? false);
  if (!types.some((type, i) => i !== index && isFeature(type))) {
    throw new LensmithError('noFeatures', { column: column.name });
  }
  return target;
}

function asNumbers(column: TableColumn): NumberTarget {
  const values = numberValues(column);
  const present = values.filter((x) => !Number.isNaN(x));
  if (present.length === 0) throw new LensmithError('targetNotNumbers', { column: column.name });
  refuseConstant(column, new Set(present).size, String(present[0]));
  const missing = values.length - present.length;
  return { task: 'regression', column: column.name, values, missing };
}

function asClasses(column: TableColumn, rows: number, setRareAside: boolean): ClassTarget {
  const { name } = column;
  if (isCutOff(column)) throw new LensmithError('targetUnique', { column: name });
  const { codes, levels, counts } = levelValues(column);
  const values = counts.reduce((sum, count) => sum + count, 0);
  refuseConstant(column, levels.length, levels[0]);
  const once = levels.filter((_, code) => counts[code] === 1);
  if (once.length >= 0.9 * values) throw new LensmithError('targetUnique', { column: name });
  const kept = levels.flatMap((level, code) => (counts[code] > 1 ? [{ level, code }] : []));
  if (kept.length > MOST_CLASSES) {
    const context = { column: name, classes: levels.length, limit: MOST_CLASSES };
    throw new LensmithError('targetTooManyClasses', context);
  }
  if (once.length > 0 && !setRareAside) {
    const classes = once.slice(0, SHOWN).join(', ') + (once.length > SHOWN ? ', …' : '');
    throw new LensmithError('targetClassSeenOnce', { column: name, classes, count: once.length });
  }
  refuseConstant(column, kept.length, kept[0].level);
  kept.sort((a, b) => Number(a.level) - Number(b.level) || byNature.compare(a.level, b.level));
  const labelOf = new Int32Array(levels.length).fill(-1);
  for (const [label, { code }] of kept.entries()) labelOf[code] = label;
  return {
    task: 'classification',
    column: name,
    classes: kept.map(({ level }) => level),
    labels: codes.map((code) => (code < 0 ? -1 : labelOf[code])),
    counts: Int32Array.from(kept, ({ code }) => counts[code]),
    missing: rows - values,
    setAside: once,
  };
}

function refuseConstant({ name }: TableColumn, different: number, value: string): void {
  if (different < 2) throw new LensmithError('targetConstant', { column: name, value });
}
