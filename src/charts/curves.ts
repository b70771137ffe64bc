import type { EChartsCoreOption } from 'echarts/core';
import type { Table } from './table';
import { type ChartTheme, seriesMark } from './theme';

/** One line of a chart: values by epoch. */
export interface Curve {
  name: string;
  /** [epoch counted from 1, value], ascending. */
  points: [epoch: number, value: number][];
}

export interface CurveChart {
  curves: Curve[];
  /** Names of the axes, already in the reader's language. */
  epochLabel: string;
  valueLabel: string;
  /** Writes a value as the page does elsewhere (`94.1%`, `0.217`). */
  format: (value: number) => string;
  /** The same for the axis, with fewer digits. */
  axisFormat: (value: number) => string;
  /** Accuracy stays within 0..1; a loss has no upper end. */
  kind: 'accuracy' | 'loss';
}

/** Metric rows of one run and key as a curve; MLflow's steps start at 0, people's epochs at 1. */
export function toCurve(
  name: string,
  metrics: readonly { key: string; step: number; value: number }[],
  key: string,
): Curve {
  const points = metrics
    .filter((metric) => metric.key === key && Number.isFinite(metric.value))
    .map((metric): [number, number] => [metric.step + 1, metric.value])
    .sort((a, b) => a[0] - b[0]);
  return { name, points };
}

/** Lines over epochs, told apart by colour, dash and marker; the key stands outside (Figure). */
export function curveOption(chart: CurveChart, theme: ChartTheme): EChartsCoreOption {
  const { curves, kind, format, axisFormat } = chart;
  const longest = Math.max(1, ...curves.map((curve) => curve.points.at(-1)?.[0] ?? 1));
  const axisText = { color: theme.muted, fontFamily: theme.fontFamily, fontSize: 12 };
  return {
    animation: theme.animate,
    animationDuration: 150,
    animationDurationUpdate: 150,
    textStyle: { fontFamily: theme.fontFamily, color: theme.text },
    grid: { left: 64, right: 16, top: 12, bottom: 44, outerBoundsMode: 'none' },
    tooltip: {
      trigger: 'axis',
      backgroundColor: theme.surface,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: 13 },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : ''),
      axisPointer: { type: 'line', lineStyle: { color: theme.muted } },
    },
    xAxis: {
      type: 'value',
      min: 1,
      max: Math.max(2, longest),
      minInterval: 1,
      name: chart.epochLabel,
      nameLocation: 'middle',
      nameGap: 22,
      nameTextStyle: axisText,
      axisLabel: { ...axisText, hideOverlap: true },
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: kind === 'loss' ? 0 : lowerEnd(curves),
      ...(kind === 'accuracy' ? { max: 1 } : {}),
      splitNumber: 4,
      name: chart.valueLabel,
      nameLocation: 'middle',
      nameGap: 46,
      nameTextStyle: axisText,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...axisText, formatter: axisFormat },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: curves.map((curve, index) => {
      const mark = seriesMark(theme, index);
      return {
        type: 'line',
        name: curve.name,
        data: curve.points,
        color: mark.color,
        symbol: mark.symbol,
        symbolSize: 6,
        showSymbol: hasMarkers(curve),
        showAllSymbol: true,
        lineStyle: { type: mark.dash, width: 2, color: mark.color },
        emphasis: { focus: 'series' },
      };
    }),
  };
}

/** Each epoch is marked as long as the marks do not run into one another. */
export function hasMarkers(curve: Curve): boolean {
  return curve.points.length <= 12;
}

/** Bottom of an accuracy axis: the tenth below the lowest value, so that a late plateau keeps its shape. */
function lowerEnd(curves: readonly Curve[]): number {
  const values = curves.flatMap((curve) => curve.points.map(([, value]) => value));
  if (values.length === 0) return 0;
  return Math.max(0, Math.floor(Math.min(...values) * 10 - 1e-9) / 10);
}

/** The same numbers for those who read rather than look: one row per epoch, a column per curve. */
export function curveTable({ curves, epochLabel, format }: CurveChart): Table {
  const byCurve = curves.map((curve) => new Map(curve.points));
  const epochs = [...new Set(curves.flatMap((curve) => curve.points.map(([epoch]) => epoch)))];
  return {
    columns: [
      { name: epochLabel },
      ...curves.map((curve) => ({ name: curve.name, write: format })),
    ],
    rows: epochs
      .sort((a, b) => a - b)
      .map((epoch) => [epoch, ...byCurve.map((values) => values.get(epoch) ?? null)]),
  };
}
