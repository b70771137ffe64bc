import type { KeyEntry } from '../../../charts/figure';
import type { Table } from '../../../charts/table';
import { pairMark } from '../../../charts/theme';
import type { Axis, XYChart } from '../../../charts/xy-chart';
import { format, t } from '../../../locales';
import type { RankedLine, Ranking } from './class-curves';

/** One line of the two figures: which run, of what. */
export interface RankedSeries {
  name: string;
  run: 0 | 1;
  /** 0 the first thing shown of a run, 1 the second. */
  form: 0 | 1;
  ranking: Ranking;
  /** Where its numbers come from. */
  source: string;
}

export interface FigureContent {
  chart: XYChart;
  key: KeyEntry[];
  table: () => Table;
  summary: string;
}

const whole = (value: number) => format.percent(value, 0);
const share = (value: number) => format.percent(value);
const axis = (name: string): Axis => ({ name, min: 0, max: 1, format: whole });
const curves = {
  roc: {
    x: 'charts.roc.x',
    y: 'charts.roc.y',
    value: 'charts.roc.value',
    why: 'charts.roc.why',
    summary: 'charts.roc.summary',
    area: 'auc',
  },
  pr: {
    x: 'charts.pr.x',
    y: 'charts.pr.y',
    value: 'charts.pr.value',
    why: 'charts.pr.why',
    summary: 'charts.pr.summary',
    area: 'ap',
  },
} as const;

/** The ROC or the precision-recall figure of the series that have such a curve. */
export function rankingFigure(kind: 'roc' | 'pr', series: readonly RankedSeries[]): FigureContent {
  const texts = curves[kind];
  const x = axis(t(texts.x));
  const y = axis(t(texts.y));
  const drawn = series.flatMap((one) => {
    const line = one.ranking[kind];
    const area = one.ranking[texts.area];
    return line && area !== null ? [{ ...one, line, area }] : [];
  });
  const mark =
    (one: RankedSeries): KeyEntry['mark'] =>
    (theme) =>
      pairMark(theme, one.run, one.form);
  // A mean of several classes has no one confidence.
  const single = drawn.some(({ line }) => line.thresholds.some((one) => one !== null));
  return {
    chart: {
      x,
      y,
      lines: drawn.map((one) => ({
        name: one.name,
        points: one.line.points,
        mark: mark(one),
        say: (index) => sayPoint(one.line, index, x, y),
      })),
      references: kind === 'roc' ? [chance()] : prevalences(drawn),
    },
    key: drawn.map((one) => ({
      name: one.name,
      mark: mark(one),
      value: t(texts.value, { area: format.number(one.area, 3) }),
      why: `${t(texts.why)} ${one.source}`,
    })),
    table: () => ({
      columns: [
        { name: t('charts.columns.curve') },
        { name: x.name, write: share },
        { name: y.name, write: share },
        ...(single ? [{ name: t('charts.columns.threshold'), write: share }] : []),
      ],
      rows: drawn.flatMap(({ name, line }) =>
        line.points.map(([px, py], i) => [
          name,
          px,
          py,
          ...(single ? [line.thresholds[i] ?? null] : []),
        ]),
      ),
    }),
    summary: t(texts.summary, {
      curves: drawn.map(({ name, area }) => `${name} ${format.number(area, 3)}`).join('; '),
    }),
  };
}

function sayPoint(line: RankedLine, index: number, x: Axis, y: Axis): string {
  const [px, py] = line.points[index] ?? [0, 0];
  const threshold = line.thresholds[index];
  return [
    `${y.name} ${share(py)}`,
    `${x.name} ${share(px)}`,
    ...(threshold === null || threshold === undefined
      ? []
      : [t('charts.fromConfidence', { threshold: share(threshold) })]),
  ].join(', ');
}

const chance = () => ({
  name: t('charts.roc.chance'),
  points: [
    [0, 0],
    [1, 1],
  ] as const,
  at: 0.5,
});

/** What guessing reaches: a line for each share of pictures, and runs on the same pictures share one. */
function prevalences(series: readonly RankedSeries[]) {
  const shares = new Set(series.slice(0, 1).map(({ ranking }) => ranking.prevalence));
  return [...shares].map((prevalence) => ({
    name: t('charts.pr.prevalence', { share: share(prevalence) }),
    points: [
      [0, prevalence],
      [1, prevalence],
    ] as const,
    at: 0,
  }));
}
