import { createRandom } from '../random';
import { type ColumnType, isFeature } from './columns';
import { fitStump, majority } from './stump';
import type { Table } from './table';
import type { Target } from './target';
import { dateValues, levelValues, numberValues } from './values';

/** A column that gives the target away. */
export interface Leak {
  column: string;
  /**
   * What `value` is. `accuracy`: share of rows that the column alone predicts rightly, by rows it was
   * not fitted on. `r2`: share of the target's variance that it alone explains.
   */
  measure: 'accuracy' | 'r2';
  /** 0..1. */
  value: number;
  /** The same of saying the most frequent class; 0 for `r2`. */
  baseline: number;
}

/**
 * Of the errors that always saying the most frequent class makes, a leak leaves at most 2%. Honest
 * columns stay well below: the best single one of iris leaves 6%, of breast cancer 24%.
 */
const ERRORS_AVOIDED = 0.98;
/** A linear copy with a little rounding or noise; height in cm and in inches. */
const VARIANCE_EXPLAINED = 0.995;
/**
 * With fewer rows one error more or less decides: at 100 rows of two equal classes the baseline
 * makes 50 errors, of which one is just 2%.
 */
const LEAST_ROWS = 100;
/** Likewise of rows that are not of the most frequent class. */
const LEAST_MINORITY = 20;
/** More rows change nothing in what is looked for here. */
const MOST_ROWS = 20_000;
const MOST_LEAVES = 64;

/**
 * Columns which alone predict the target (nearly) perfectly: usually it is the target under another
 * name, or something known only afterwards. A warning, not a verdict: some tasks are that easy.
 *
 * Classes: a tree of at most two leaves a class on numbers, the most frequent class per level on
 * categories, fitted on one half of the rows and measured on the other, both ways. Numbers: the
 * squared correlation, of values or of ranks (a logarithm gives away as much), and for categories
 * what the levels' means explain of the other half. Says nothing below 100 rows with a target.
 *
 * `among`, [rows], keeps the rows where it is not 0: give the training rows, so that the test rows
 * stay unseen. Most telling first.
 */
export function findLeaks(
  table: Table,
  types: readonly ColumnType[],
  target: Target,
  among?: Uint8Array,
): Leak[] {
  const known =
    target.task === 'classification'
      ? (row: number) => target.labels[row] >= 0
      : (row: number) => !Number.isNaN(target.values[row]);
  const candidates = Array.from({ length: table.rows }, (_, row) => row).filter(
    (row) => known(row) && among?.[row] !== 0,
  );
  const rows = createRandom(0).fork('leaks').shuffle(candidates).slice(0, MOST_ROWS);
  if (rows.length < LEAST_ROWS) return [];
  const judge =
    target.task === 'classification' ? classJudge(target, rows) : numberJudge(target, rows);
  if (!judge) return [];
  return types
    .flatMap((type, index): Leak[] => {
      if (type.name === target.column || !isFeature(type)) return [];
      const column = table.columns[index];
      const leak =
        type.kind === 'category'
          ? judge.levels(levelValues(column))
          : judge.numbers(
              type.kind === 'date'
                ? dateValues(column, type.dateOrder ?? 'dmy')
                : numberValues(column),
            );
      return leak ? [{ column: type.name, ...leak }] : [];
    })
    .sort((a, b) => b.value - a.value);
}

type Finding = Omit<Leak, 'column'> | null;

interface Judge {
  numbers(values: Float64Array): Finding;
  levels(column: { codes: Int32Array; levels: string[] }): Finding;
}

/** Both ways of fitting on one half and measuring on the other. */
function halves(rows: number[]): [fit: number[], measure: number[]][] {
  const middle = rows.length >> 1;
  const [first, second] = [rows.slice(0, middle), rows.slice(middle)];
  return [
    [first, second],
    [second, first],
  ];
}

function classJudge(target: Target & { task: 'classification' }, rows: number[]): Judge | null {
  const { labels, classes } = target;
  const of = (part: number[]) => part.map((row) => labels[row]);
  const usual = majority(of(rows), classes.length);
  const minority = rows.filter((row) => labels[row] !== usual).length;
  if (minority < LEAST_MINORITY) return null;
  const baseline = 1 - minority / rows.length;
  const judged = (learn: (part: number[]) => (row: number) => number): Finding => {
    let wrong = 0;
    for (const [fitted, measured] of halves(rows)) {
      const predict = learn(fitted);
      for (const row of measured) if (predict(row) !== labels[row]) wrong++;
    }
    if (wrong > (1 - ERRORS_AVOIDED) * minority) return null;
    return { measure: 'accuracy', value: 1 - wrong / rows.length, baseline };
  };
  const leaves = Math.min(MOST_LEAVES, 2 * classes.length);
  return {
    numbers: (values) =>
      judged((part) => {
        const own = part.map((row) => values[row]);
        const stump = fitStump(own, of(part), classes.length, leaves);
        return (row) => stump.predict(values[row]);
      }),
    levels: ({ codes, levels }) =>
      judged((part) => {
        // One more for missing, which may say much.
        const counts = new Int32Array((levels.length + 1) * classes.length);
        for (const row of part) counts[(codes[row] + 1) * classes.length + labels[row]]++;
        return (row) => {
          const at = (codes[row] + 1) * classes.length;
          const most = counts.subarray(at, at + classes.length);
          const top = most.reduce((best, count, c) => (count > most[best] ? c : best), 0);
          return most[top] > 0 ? top : usual;
        };
      }),
  };
}

function numberJudge(target: Target & { task: 'regression' }, rows: number[]): Judge {
  const of = (part: number[]) => Float64Array.from(part, (row) => target.values[row]);
  const found = (value: number): Finding =>
    value > VARIANCE_EXPLAINED ? { measure: 'r2', value, baseline: 0 } : null;
  return {
    numbers(values) {
      const both = rows.filter((row) => !Number.isNaN(values[row]));
      // A column that is mostly missing predicts little of the whole.
      if (both.length < Math.max(LEAST_ROWS, rows.length / 2)) return null;
      const x = Float64Array.from(both, (row) => values[row]);
      const y = of(both);
      return found(Math.max(correlation(x, y) ** 2, correlation(ranks(x), ranks(y)) ** 2));
    },
    levels({ codes, levels }) {
      let unexplained = 0;
      let total = 0;
      for (const [fitted, measured] of halves(rows)) {
        const mean = of(fitted).reduce((sum, y) => sum + y, 0) / fitted.length;
        const sums = new Float64Array(levels.length + 1);
        const counts = new Int32Array(levels.length + 1);
        for (const row of fitted) {
          sums[codes[row] + 1] += target.values[row];
          counts[codes[row] + 1]++;
        }
        for (const row of measured) {
          const level = codes[row] + 1;
          const guess = counts[level] > 0 ? sums[level] / counts[level] : mean;
          unexplained += (target.values[row] - guess) ** 2;
          total += (target.values[row] - mean) ** 2;
        }
      }
      return found(total === 0 ? 0 : 1 - unexplained / total);
    },
  };
}

/** Pearson's correlation; 0 where one of them is constant. */
function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v / values.length, 0);
  const [mx, my] = [mean(x), mean(y)];
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx) / Math.sqrt(yy);
}

/** Ranks from 0 on; equal values share their mean. */
function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) result[order[i]] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}
