import {
  expectedCalibrationError,
  type ReliabilityBin,
} from '../../../../core/learning/evaluation/reliability';
import type { Table, TableColumn } from '../../../charts/table';
import { type ChartTheme, pairMark } from '../../../charts/theme';
import type { Pillar, Point, Range } from '../../../charts/xy-chart';
import { referenceMark } from '../../../charts/xy-option';
import { format, t } from '../../../locales';
import type { FigureContent } from './ranking-figures';

export interface CalibrationSeries {
  name: string;
  run: 0 | 1;
  form: 0 | 1;
  bins: readonly ReliabilityBin[];
  /** Stands in the histogram beneath. */
  counted: boolean;
  source: string;
}

const share = (value: number) => format.percent(value);
const whole = (value: number) => format.percent(value, 0);

/** Accuracy against confidence per bin, with intervals, over a histogram of the confidences. */
export function calibrationFigure(series: readonly CalibrationSeries[]): FigureContent {
  const drawn = series.map((one) => ({
    ...one,
    error: expectedCalibrationError(one.bins),
    filled: one.bins.flatMap((bin) =>
      bin.confidence === null || bin.accuracy === null || bin.interval === null
        ? []
        : [{ ...bin, at: bin.confidence, accuracy: bin.accuracy, interval: bin.interval }],
    ),
    mark: (theme: ChartTheme) => ({
      ...pairMark(theme, one.run, one.form),
      // What is no longer in use stands back.
      ...(one.form === 1 ? { color: theme.muted } : {}),
    }),
  }));
  return {
    chart: {
      x: { name: t('charts.calibration.x'), min: 0, max: 1, format: whole },
      y: { name: t('charts.calibration.y'), min: 0, max: 1, format: whole },
      references: [
        {
          name: t('charts.calibration.ideal'),
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
      lines: drawn.map(({ name, filled, mark }) => ({
        name,
        mark,
        markers: true,
        points: filled.map(({ at, accuracy }): Point => [at, accuracy]),
        whiskers: filled.map(({ at, interval }): Range => [at, ...interval]),
        say: (index) => {
          const bin = filled[index];
          return bin
            ? t('charts.calibration.say', {
                count: bin.count,
                confidence: share(bin.at),
                accuracy: share(bin.accuracy),
                low: format.number(100 * bin.interval[0], 1),
                high: format.number(100 * bin.interval[1], 1),
              })
            : '';
        },
      })),
      histogram: {
        name: t('charts.calibration.pictures'),
        format: (value) => format.number(value),
        sets: drawn.flatMap(({ counted, filled }, line) =>
          counted
            ? [{ line, pillars: filled.map(({ low, high, count }): Pillar => [low, high, count]) }]
            : [],
        ),
      },
    },
    key: [
      ...drawn.map(({ name, mark, error, source }) => ({
        name,
        mark,
        markers: true,
        value: t('charts.calibration.value', { error: share(error) }),
        why: `${t('charts.calibration.why')} ${source}`,
      })),
      { name: t('charts.calibration.ideal'), mark: referenceMark },
    ],
    table: () => calibrationTable(series),
    summary: t('charts.calibration.summary', {
      curves: drawn.map(({ name, error }) => `${name} ${share(error)}`).join('; '),
    }),
  };
}

/** A row per bin, also the empty ones; five columns per series. */
function calibrationTable(series: readonly CalibrationSeries[]): Table {
  const several = series.length > 1;
  const named = (name: string, column: string) => (several ? `${name}: ${column}` : column);
  const columns = series.flatMap(({ name }): TableColumn[] => [
    {
      name: named(name, t('charts.calibration.pictures')),
      write: (value) => format.number(value),
    },
    { name: named(name, t('charts.columns.meanConfidence')), write: share },
    { name: named(name, t('charts.columns.accuracy')), write: share },
    { name: named(name, t('charts.columns.low')), write: share },
    { name: named(name, t('charts.columns.high')), write: share },
  ]);
  return {
    columns: [
      { name: t('charts.columns.above'), write: share },
      { name: t('charts.columns.upTo'), write: share },
      ...columns,
    ],
    rows: (series[0]?.bins ?? []).map(({ low, high }, index) => [
      low,
      high,
      ...series.flatMap(({ bins }) => {
        const bin = bins[index];
        return [
          bin?.count ?? null,
          bin?.confidence ?? null,
          bin?.accuracy ?? null,
          bin?.interval?.[0] ?? null,
          bin?.interval?.[1] ?? null,
        ];
      }),
    ]),
  };
}
