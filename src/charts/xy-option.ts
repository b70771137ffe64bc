import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme, SeriesMark } from './theme';
import type { Axis, Reference, Spot, XYChart, XYLine } from './xy-chart';
import { intervalBand, intervalBars, pillars } from './xy-shapes';

const stripHeight = 64;
const stripGap = 18;
const foot = 44;

/** Lines over two quantities, told apart by colour and dash; ids of what answers to hover start with `line:`. */
export function xyOption(chart: XYChart, theme: ChartTheme): EChartsCoreOption {
  const { x, y, lines, histogram } = chart;
  const axisText = { color: theme.muted, fontFamily: theme.fontFamily, fontSize: 12 };
  const bare = { axisTick: { show: false }, axisLine: { lineStyle: { color: theme.line } } };
  const named = { nameLocation: 'middle', nameTextStyle: axisText } as const;
  const value = (axis: Axis) => ({
    type: 'value',
    min: axis.min,
    max: axis.max,
    interval: tickStep(axis.max - axis.min),
    axisLabel: { ...axisText, formatter: axis.format, hideOverlap: true },
  });
  const xName = { ...named, name: x.name, nameGap: 26 };
  const across = { ...bare, ...value(x), splitLine: { show: false } };
  const up = {
    ...bare,
    ...named,
    axisLine: { show: false },
    splitLine: { lineStyle: { color: theme.line } },
    nameGap: 44,
  };
  const counts = (histogram?.sets ?? []).flatMap((set) => set.pillars.map(([, , count]) => count));
  // ECharts 6 moves a grid so that its names fit, each grid for itself; these two share an axis.
  const sides = { left: 64, right: 20, outerBoundsMode: 'none' };
  return {
    animation: theme.animate,
    animationDuration: 150,
    animationDurationUpdate: 150,
    textStyle: { fontFamily: theme.fontFamily, color: theme.text },
    grid: histogram
      ? [
          { ...sides, top: 12, bottom: foot + stripHeight + stripGap },
          { ...sides, height: stripHeight, bottom: foot },
        ]
      : { ...sides, top: 12, bottom: foot },
    tooltip: tooltip(chart, theme),
    xAxis: histogram
      ? [
          { ...across, gridIndex: 0, axisLabel: { show: false } },
          { ...across, ...xName, gridIndex: 1, axisPointer: { show: false } },
        ]
      : { ...across, ...xName },
    yAxis: histogram
      ? [
          { ...up, ...value(y), name: y.name },
          {
            ...up,
            type: 'value',
            name: histogram.name,
            gridIndex: 1,
            min: 0,
            max: Math.max(1, ...counts),
            // Both ends are enough to read the heights by.
            interval: Math.max(1, ...counts),
            axisLabel: { ...axisText, formatter: histogram.format },
          },
        ]
      : { ...up, ...value(y), name: y.name },
    series: [
      ...(chart.references ?? []).map((one, index) => reference(one, index, theme)),
      ...lines.flatMap((line) => (line.band ? [intervalBand(line.band, line.mark(theme))] : [])),
      ...lines.map((line, index) => drawnLine(line, index, theme)),
      ...lines.flatMap((line) =>
        line.whiskers ? [intervalBars(line.whiskers, line.mark(theme))] : [],
      ),
      ...(chart.spots ?? []).map((one, index) => spot(one, index, theme)),
      ...(histogram?.sets ?? []).flatMap((set) => {
        const line = lines[set.line];
        return line ? [pillars(set.pillars, line.mark(theme), set.line > 0)] : [];
      }),
    ],
  };
}

/** Of shares: so that both ends carry a label and five or fewer steps lie between. */
function tickStep(span: number): number {
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2];
  const whole = (step: number) => Math.abs(span / step - Math.round(span / step)) < 1e-6;
  return steps.find((step) => span / step < 5.5 && whole(step)) ?? span / 5;
}

function drawnLine(line: XYLine, index: number, theme: ChartTheme) {
  const mark = line.mark(theme);
  return {
    type: 'line',
    id: `line:${index}`,
    name: line.name,
    data: line.points,
    color: mark.color,
    symbol: line.markers ? mark.symbol : 'circle',
    symbolSize: 7,
    showSymbol: line.markers === true,
    showAllSymbol: true,
    lineStyle: { type: mark.dash, width: 2, color: mark.color },
    z: 4,
  };
}

/** How a line to judge by is drawn, for the key. */
export function referenceMark(theme: ChartTheme): SeriesMark {
  return { color: theme.muted, dash: [2, 4], symbol: 'none' };
}

function reference(one: Reference, index: number, theme: ChartTheme) {
  const [from, to] = one.points;
  const at = one.at ?? 0;
  const along = (i: 0 | 1) => from[i] + at * (to[i] - from[i]);
  const rises = to[1] > from[1];
  const data = [
    { value: from },
    {
      value: [along(0), along(1)],
      label: {
        show: one.at !== undefined,
        formatter: () => one.name,
        color: theme.muted,
        fontFamily: theme.fontFamily,
        fontSize: 12,
        ...(rises ? { position: 'right', distance: 10, offset: [0, 8] } : { position: [4, -16] }),
      },
    },
    { value: to },
  ];
  return {
    type: 'line',
    id: `reference:${index}`,
    name: one.name,
    color: theme.muted,
    data,
    silent: true,
    tooltip: { show: false },
    // A label hangs on a symbol, so there is one, not to be seen.
    symbol: 'circle',
    symbolSize: 1,
    itemStyle: { color: 'transparent' },
    showSymbol: true,
    showAllSymbol: true,
    lineStyle: { type: referenceMark(theme).dash, width: 1, color: theme.muted },
    z: 2,
  };
}

function spot(one: Spot, index: number, theme: ChartTheme) {
  const { color } = one.mark(theme);
  return {
    type: 'line',
    id: `spot:${index}`,
    data: [one.point],
    silent: true,
    tooltip: { show: false },
    symbol: 'circle',
    symbolSize: one.kind === 'chosen' ? 11 : 13,
    showSymbol: true,
    itemStyle:
      one.kind === 'chosen'
        ? { color, borderColor: theme.surface, borderWidth: 2 }
        : { color: theme.surface, borderColor: color, borderWidth: 2 },
    label: {
      show: one.name !== '',
      formatter: () => one.name,
      // Towards the middle of the plot, where nothing is cut off.
      position: one.kind === 'chosen' ? 'bottom' : 'top',
      distance: 8,
      color: theme.text,
      fontFamily: theme.fontFamily,
      fontSize: 12,
      backgroundColor: theme.surface,
      padding: [1, 4],
      borderRadius: 3,
    },
    z: one.kind === 'chosen' ? 7 : 6,
  };
}

interface Hovered {
  seriesId?: string;
  dataIndex: number;
}

function tooltip({ lines }: XYChart, theme: ChartTheme) {
  return {
    trigger: 'axis',
    confine: true,
    backgroundColor: theme.surface,
    borderColor: theme.line,
    textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: 13 },
    extraCssText: 'max-width: 300px; white-space: normal;',
    axisPointer: { type: 'line', lineStyle: { color: theme.muted, width: 1 } },
    formatter: (hovered: Hovered[]) => {
      // Upright stretches put several points of a line under the pointer: the first speaks for it.
      const points = new Map<XYLine, number>();
      for (const { seriesId, dataIndex } of hovered) {
        const line = lines[Number(/^line:(\d+)$/.exec(seriesId ?? '')?.[1] ?? -1)];
        if (line && !points.has(line)) points.set(line, dataIndex);
      }
      return [...points]
        .map(([line, index]) => `<b>${escapeHtml(line.name)}</b><br>${escapeHtml(line.say(index))}`)
        .join('<br>');
    },
  };
}

/** Names of classes come from folders, and the tooltip is HTML. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
