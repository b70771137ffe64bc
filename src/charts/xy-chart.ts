import type { ChartTheme, SeriesMark } from './theme';

export type Point = readonly [x: number, y: number];
/** A range of y at x. */
export type Range = readonly [x: number, low: number, high: number];
/** A bar of a histogram over [low, high]. */
export type Pillar = readonly [low: number, high: number, count: number];

export interface XYLine {
  name: string;
  points: readonly Point[];
  mark: (theme: ChartTheme) => SeriesMark;
  /** Draws each point; a line of many takes none. */
  markers?: boolean;
  /** 95% intervals, as a whisker at each point or as a band along the line. */
  whiskers?: readonly Range[];
  band?: readonly Range[];
  /** What is said of point `index` on hover. */
  say: (index: number) => string;
}

/** A line to judge by, not data: named where it runs. */
export interface Reference {
  name: string;
  points: readonly [Point, Point];
  /**
   * Where along the line its name stands, 0..1; beneath a line that rises, else above it. Without,
   * the name belongs in the key (`referenceMark`).
   */
  at?: number;
}

/** A point of interest on a line. */
export interface Spot {
  name: string;
  point: Point;
  /** `chosen` is filled, `given` is a ring: never told apart by colour alone. */
  kind: 'chosen' | 'given';
  mark: (theme: ChartTheme) => SeriesMark;
}

export interface Axis {
  name: string;
  min: number;
  max: number;
  format: (value: number) => string;
}

export interface XYChart {
  x: Axis;
  y: Axis;
  lines: readonly XYLine[];
  references?: readonly Reference[];
  spots?: readonly Spot[];
  /** Counts over the x axis, in a strip of their own beneath. */
  histogram?: {
    name: string;
    format: (value: number) => string;
    sets: readonly { pillars: readonly Pillar[]; line: number }[];
  };
}
