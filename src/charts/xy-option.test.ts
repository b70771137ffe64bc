import { expect, it } from 'vitest';
import { type ChartTheme, pairMark } from './theme';
import type { XYChart } from './xy-chart';
import { xyOption } from './xy-option';

const theme: ChartTheme = {
  text: '#111',
  muted: '#666',
  line: '#ddd',
  surface: '#fff',
  fontFamily: 'sans-serif',
  series: ['#0072b2', '#d55e00'],
  animate: false,
};
const axis = (min: number) => ({ name: 'share', min, max: 1, format: String });
const chart: XYChart = {
  x: axis(0),
  y: axis(0.7),
  lines: ['<b>cats</b>', 'dogs'].map((name, index) => ({
    name,
    points: [
      [0, 0],
      [0, 1],
    ],
    mark: (drawn) => pairMark(drawn, index === 0 ? 0 : 1, 0),
    say: (point) => `point ${point} & more`,
  })),
  references: [
    {
      name: 'guessing',
      points: [
        [0, 0],
        [1, 1],
      ],
    },
  ],
  spots: [0.2, 0.2].map((x) => ({
    name: 'the same name',
    point: [x, x],
    kind: 'chosen',
    mark: (drawn) => pairMark(drawn, 0, 0),
  })),
};

interface Drawn {
  xAxis: { interval: number };
  yAxis: { interval: number };
  series: { id?: string }[];
  tooltip: { formatter: (hovered: { seriesId: string; dataIndex: number }[]) => string };
}
const drawn = xyOption(chart, theme) as unknown as Drawn;

it('says each line under the pointer once, and nothing as HTML that came from a name', () => {
  const said = drawn.tooltip.formatter([
    { seriesId: 'line:0', dataIndex: 1 },
    { seriesId: 'line:0', dataIndex: 0 },
    { seriesId: 'reference:0', dataIndex: 0 },
    { seriesId: 'line:1', dataIndex: 0 },
  ]);
  expect(said.split('<br>')).toEqual([
    '<b>&lt;b&gt;cats&lt;/b&gt;</b>',
    'point 1 &amp; more',
    '<b>dogs</b>',
    'point 0 &amp; more',
  ]);
});

it('gives every series an id of its own, which ECharts insists on', () => {
  const ids = drawn.series.flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(5);
});

it('puts a label at both ends of an axis of shares', () => {
  expect(drawn.xAxis.interval).toBe(0.2);
  expect(drawn.yAxis.interval).toBe(0.1);
});
