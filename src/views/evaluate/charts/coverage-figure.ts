import type { Coverage, CoverageCurve } from '../../../../core/learning/evaluation/coverage';
import { thinned } from '../../../../core/learning/evaluation/thinned';
import { scoreOf, wilsonInterval } from '../../../../core/learning/statistics';
import { type ChartTheme, pairMark } from '../../../charts/theme';
import type { Point, Range, Spot } from '../../../charts/xy-chart';
import { format, t } from '../../../locales';
import type { FigureContent } from './ranking-figures';

export interface CoverageSeries {
  name: string;
  run: 0 | 1;
  curve: CoverageCurve;
  /** Of that curve, by `coverageRows`; they do not change with what is chosen. */
  rows: readonly CoverageRow[];
  count: number;
  source: string;
  /** A marked confidence: the one chosen, and the run's own. */
  chosen: number;
  own: number | null;
}

/** A point of the curve that is drawn. */
export interface CoverageRow {
  threshold: number;
  coverage: number;
  accuracy: number;
  covered: number;
  correct: number;
  /** Wilson 95% of the accuracy. */
  interval: [low: number, high: number];
}

const share = (value: number) => format.percent(value);
const mostPoints = 200;
/** Of fewer answers an accuracy jumps about too much to set the scale of the axis. */
const steady = 10;

/** `coverageAt` read off the curve: the least confidence that still reaches the threshold counts. */
export function keptAt(curve: CoverageCurve, count: number, threshold: number): Coverage {
  let low = 0;
  let high = curve.threshold.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve.threshold[middle] ?? 0) >= threshold) low = middle + 1;
    else high = middle;
  }
  const covered = curve.covered[low - 1] ?? 0;
  const correct = curve.correct[low - 1] ?? 0;
  return {
    covered,
    correct,
    count,
    coverage: count === 0 ? 0 : covered / count,
    accuracy: covered === 0 ? null : scoreOf(correct, covered),
  };
}

/** The points that draw a curve and its interval. */
export function coverageRows(curve: CoverageCurve): CoverageRow[] {
  return drawnRows(curve).map((i) => {
    const covered = curve.covered[i] ?? 0;
    const correct = curve.correct[i] ?? 0;
    return {
      threshold: curve.threshold[i] ?? 0,
      coverage: curve.coverage[i] ?? 0,
      accuracy: curve.accuracy[i] ?? 0,
      covered,
      correct,
      interval: wilsonInterval(correct, covered),
    };
  });
}

/** Accuracy of the answers that remain, against the share of pictures that get one. */
export function coverageFigure(series: readonly CoverageSeries[]): FigureContent {
  const drawn = series.map((one) => ({
    ...one,
    mark: (theme: ChartTheme) => pairMark(theme, one.run, 0),
  }));
  return {
    chart: {
      x: {
        name: t('charts.coverage.x'),
        min: 0,
        max: 1,
        format: (value) => format.percent(value, 0),
      },
      y: {
        name: t('charts.coverage.y'),
        min: lowerEnd(drawn.flatMap(({ rows }) => rows)),
        max: 1,
        format: (value) => format.percent(value, 0),
      },
      lines: drawn.map(({ name, rows, mark, run }) => ({
        name,
        mark,
        points: rows.map(({ coverage, accuracy }): Point => [coverage, accuracy]),
        ...(run === 0
          ? { band: rows.map(({ coverage, interval }): Range => [coverage, ...interval]) }
          : {}),
        say: (index) => {
          const row = rows[index];
          return row
            ? t('charts.coverage.say', {
                threshold: share(row.threshold),
                coverage: share(row.coverage),
                accuracy: share(row.accuracy),
              })
            : '';
        },
      })),
      spots: drawn.flatMap((one): Spot[] => [
        ...spotAt(one, one.own, 'given'),
        ...spotAt(one, one.chosen, 'chosen'),
      ]),
    },
    key: drawn.map(({ name, mark, curve, count, source }) => {
      const { accuracy } = keptAt(curve, count, 0);
      return {
        name,
        mark,
        ...(accuracy && {
          value: t('charts.coverage.value', { accuracy: share(accuracy.accuracy) }),
          why: `${t('charts.coverage.why')} ${source}`,
        }),
      };
    }),
    table: () => ({
      columns: [
        ...(drawn.length > 1 ? [{ name: t('charts.columns.curve') }] : []),
        { name: t('charts.columns.threshold'), write: share },
        { name: t('charts.columns.answered'), write: (value) => format.number(value) },
        { name: t('charts.columns.right'), write: (value) => format.number(value) },
        { name: t('charts.coverage.x'), write: share },
        { name: t('charts.coverage.y'), write: share },
        { name: t('charts.columns.low'), write: share },
        { name: t('charts.columns.high'), write: share },
      ],
      rows: drawn.flatMap(({ name, rows }) =>
        rows.map((row) => [
          ...(drawn.length > 1 ? [name] : []),
          row.threshold,
          row.covered,
          row.correct,
          row.coverage,
          row.accuracy,
          ...row.interval,
        ]),
      ),
    }),
    summary: t('charts.coverage.summary', {
      curves: drawn
        .map(({ name, curve, count, chosen }) => {
          const { coverage, accuracy } = keptAt(curve, count, chosen);
          return `${name} ${share(coverage)}, ${accuracy ? share(accuracy.accuracy) : '–'}`;
        })
        .join('; '),
      threshold: share(series[0]?.chosen ?? 0),
    }),
  };
}

function spotAt(
  one: CoverageSeries & { mark: Spot['mark'] },
  threshold: number | null,
  kind: Spot['kind'],
): Spot[] {
  if (threshold === null) return [];
  const { coverage, accuracy } = keptAt(one.curve, one.count, threshold);
  if (!accuracy) return [];
  return [
    {
      // Where both fall together one name is enough.
      name: kind === 'chosen' || threshold !== one.chosen ? share(threshold) : '',
      point: [coverage, accuracy.accuracy],
      kind,
      mark: one.mark,
    },
  ];
}

/**
 * Which rows draw the line, and its interval too: that narrows along stretches on which the accuracy
 * does not change, fast at first and slowly later.
 */
function drawnRows({ coverage, accuracy }: CoverageCurve): number[] {
  const last = coverage.length - 1;
  const rows = new Set<number>(thinned({ x: coverage, y: accuracy }, mostPoints));
  for (let row = 0; row <= last; row += Math.max(1, Math.ceil(row / 6))) rows.add(row);
  for (let step = 0; step <= 40; step++) rows.add(Math.round((step / 40) * last));
  return [...rows].filter((row) => row >= 0 && row <= last).sort((a, b) => a - b);
}

/** The tenth below the lowest accuracy that rests on more than a handful of answers. */
function lowerEnd(rows: readonly { covered: number; accuracy: number }[]): number {
  const resting = rows.filter(({ covered }) => covered >= steady);
  const values = (resting.length > 0 ? resting : rows).map(({ accuracy }) => accuracy);
  if (values.length === 0) return 0;
  return Math.max(0, Math.floor(Math.min(...values, 0.95) * 10 - 1e-9) / 10);
}
