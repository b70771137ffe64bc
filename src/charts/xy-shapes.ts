import type { SeriesMark } from './theme';
import type { Pillar, Range } from './xy-chart';

/** The part of ECharts' custom series API in use. */
interface RenderApi {
  value(dimension: number): number;
  coord(point: readonly [number, number]): [number, number];
}

const silent = { type: 'custom', silent: true, tooltip: { show: false }, clip: true } as const;
const whisker = 3;

/** 95% intervals as whiskers at their points. */
export function intervalBars(ranges: readonly Range[], mark: SeriesMark) {
  return {
    ...silent,
    data: ranges,
    encode: { x: 0, y: [1, 2] },
    z: 3,
    renderItem(_: unknown, api: RenderApi) {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: { stroke: mark.color, lineWidth: 1, opacity: 0.75 },
      });
      return {
        type: 'group',
        children: [
          line(x, low, x, high),
          line(x - whisker, low, x + whisker, low),
          line(x - whisker, high, x + whisker, high),
        ],
      };
    },
  };
}

/** 95% intervals along a line, as a pale band beneath it. */
export function intervalBand(ranges: readonly Range[], mark: SeriesMark) {
  return {
    ...silent,
    // One item draws the whole band; its data only says where.
    data: ranges.slice(0, 1),
    z: 1,
    renderItem(_: unknown, api: RenderApi) {
      const points = [
        ...ranges.map(([x, , high]) => api.coord([x, high])),
        ...[...ranges].reverse().map(([x, low]) => api.coord([x, low])),
      ];
      return { type: 'polygon', shape: { points }, style: { fill: mark.color, opacity: 0.13 } };
    },
  };
}

/** Bars between two values of x, on the second pair of axes: filled, or outlined and narrower. */
export function pillars(bars: readonly Pillar[], mark: SeriesMark, outlined: boolean) {
  return {
    ...silent,
    data: bars.filter(([, , count]) => count > 0),
    encode: { x: [0, 1], y: 2 },
    xAxisIndex: 1,
    yAxisIndex: 1,
    z: outlined ? 3 : 2,
    renderItem(_: unknown, api: RenderApi) {
      const [left, top] = api.coord([api.value(0), api.value(2)]);
      const [right, bottom] = api.coord([api.value(1), 0]);
      return {
        type: 'rect',
        shape: { x: left + 1, y: top, width: Math.max(1, right - left - 2), height: bottom - top },
        style: outlined
          ? { fill: 'none', stroke: mark.color, lineWidth: 1.5, lineDash: [4, 3] }
          : { fill: mark.color, opacity: 0.45 },
      };
    },
  };
}
