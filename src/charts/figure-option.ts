import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from './theme';

/** What makes a chart a figure that stands alone: in a report nobody can hover or scroll up. */
export interface FigureText {
  title: string;
  /** Where the numbers come from: run, split, number of pictures. */
  caption: string;
  /** Names of the series that stand in the key, in order, and what is said of each beside it. */
  key: readonly { name: string; value?: string }[];
}

export interface FigureSize {
  /** In CSS pixels. */
  width: number;
  /** Of the plot with its axes, without title, key and caption. */
  plotHeight: number;
}

const margin = 20;
const titleHeight = 32;
const keyLine = 20;
const captionLine = 16;
const captionGap = 10;

interface Grid {
  top?: number;
  bottom?: number;
  left?: number;
  right?: number;
}

/** Lines the caption takes at 11 px, a little generous: the font decides only when drawn. */
function captionLines(caption: string, width: number): number {
  return Math.ceil((caption.length * 5.6) / (width - 2 * margin));
}

/** Height of the whole figure, pixels. */
export function figureHeight(text: FigureText, size: FigureSize): number {
  return header(text) + size.plotHeight + footer(text, size);
}

function header(text: FigureText): number {
  return margin + titleHeight + keyLine * (hasKey(text) ? text.key.length : 0) + 8;
}

function footer(text: FigureText, size: FigureSize): number {
  return captionGap + captionLine * captionLines(text.caption, size.width) + margin;
}

/** A single line goes by the title, unless there is something to say of it. */
function hasKey({ key }: FigureText): boolean {
  return key.length > 1 || key.some(({ value }) => value !== undefined);
}

/** A chart's option with title, key and caption drawn into it, and nothing that waits for a pointer. */
export function figureOption(
  option: EChartsCoreOption,
  text: FigureText,
  size: FigureSize,
  theme: ChartTheme,
): EChartsCoreOption {
  const values = new Map(text.key.map(({ name, value }) => [name, value]));
  const shifted = (grid: Grid): Grid => ({
    ...grid,
    // A grid hung up at one end only keeps its height at the other.
    ...(grid.top === undefined ? {} : { top: grid.top + header(text) }),
    ...(grid.bottom === undefined ? {} : { bottom: grid.bottom + footer(text, size) }),
    left: (grid.left ?? 0) + margin / 2,
    right: (grid.right ?? 0) + margin / 2,
  });
  const series = option.series as { name?: string; showSymbol?: boolean }[];
  const bare = new Set(series.flatMap((one) => (one.showSymbol === false ? [one.name] : [])));
  const grid = option.grid as Grid | Grid[];
  const written = { fontFamily: theme.fontFamily, color: theme.text };
  return {
    ...option,
    animation: false,
    tooltip: { show: false },
    backgroundColor: theme.surface,
    grid: Array.isArray(grid) ? grid.map(shifted) : shifted(grid),
    title: [
      {
        text: text.title,
        left: margin,
        top: margin,
        padding: 0,
        textStyle: { ...written, fontSize: 16, fontWeight: 600 },
      },
      {
        text: text.caption,
        left: margin,
        bottom: margin,
        padding: 0,
        textStyle: {
          ...written,
          color: theme.muted,
          fontSize: 11,
          fontWeight: 400,
          lineHeight: captionLine,
          width: size.width - 2 * margin,
          overflow: 'break',
        },
      },
    ],
    legend: {
      show: hasKey(text),
      // Of a line without markers the key shows none either.
      data: text.key.map(({ name }) =>
        bare.has(name) ? { name, itemStyle: { opacity: 0 } } : { name },
      ),
      orient: 'vertical',
      left: margin,
      top: margin + titleHeight,
      padding: 0,
      itemGap: keyLine - 14,
      itemWidth: 28,
      itemHeight: 8,
      selectedMode: false,
      // A line's own width and dash; the default would thicken both.
      lineStyle: { width: 2 },
      textStyle: { ...written, fontSize: 12 },
      formatter: (name: string) => [name, values.get(name)].filter(Boolean).join('   '),
    },
  };
}

/** Names and describes an SVG for those who do not see it (SVG Accessibility API Mappings). */
export function describedSvg(svg: string, text: FigureText): string {
  const written = (raw: string) =>
    raw
      // Controls are not allowed in XML, however they are written.
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
  const end = svg.indexOf('>');
  return [
    svg.slice(0, end),
    ' role="img">',
    `<title>${written(text.title)}</title><desc>${written(text.caption)}</desc>`,
    svg.slice(end + 1),
  ].join('');
}
