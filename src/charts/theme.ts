/** What a chart takes from the page's design tokens; resolved colours, so that a canvas can use them. */
export interface ChartTheme {
  text: string;
  muted: string;
  line: string;
  surface: string;
  fontFamily: string;
  /** Colour-blind-safe, in the order series take them. */
  series: string[];
  /** False under `prefers-reduced-motion`. */
  animate: boolean;
}

/** Marks that tell series apart without colour; a series takes colour, dash and symbol together. */
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 4]] as const;
const symbols = ['circle', 'triangle', 'diamond', 'rect', 'emptyCircle'] as const;

export interface SeriesMark {
  color: string;
  dash: 'solid' | 'dashed' | 'dotted' | number[];
  symbol: string;
}

/** How the series at `index` is drawn; colours and shapes repeat with different periods. */
export function seriesMark(theme: ChartTheme, index: number): SeriesMark {
  const dash = dashes[Math.floor(index / theme.series.length + index) % dashes.length] ?? 'solid';
  return {
    color: theme.series[index % theme.series.length] ?? theme.text,
    dash: typeof dash === 'string' ? dash : [...dash],
    symbol: symbols[index % symbols.length] ?? 'circle',
  };
}

/**
 * How one of two runs is drawn, in one of two forms (the chosen class or the mean of all; after
 * temperature or before): colour says the run, and dash and marker tell all four apart without it.
 */
export function pairMark(theme: ChartTheme, run: 0 | 1, form: 0 | 1): SeriesMark {
  const mark = seriesMark(theme, run + 2 * form);
  return { ...mark, color: theme.series[run] ?? theme.text };
}
