import { Show } from 'solid-js';
import type { SeriesMark } from './theme';

/** Dash patterns as SVG writes them; ECharts draws named ones in steps of the line width. */
const patterns: Record<string, string> = { solid: 'none', dashed: '8 4', dotted: '2 3' };

/** How a series is drawn, the size of a word; `symbol` only where the line carries markers. */
export function KeySample(props: Omit<SeriesMark, 'symbol'> & { symbol?: string }) {
  const pattern = () =>
    typeof props.dash === 'string' ? (patterns[props.dash] ?? 'none') : props.dash.join(' ');
  return (
    <svg width="28" height="12" viewBox="0 0 28 12" aria-hidden="true">
      <line
        x1="0"
        x2="28"
        y1="6"
        y2="6"
        stroke={props.color}
        stroke-width="2"
        stroke-dasharray={pattern()}
      />
      <Show when={props.symbol}>
        {(symbol) => <path d={markerPath(symbol())} fill={props.color} />}
      </Show>
    </svg>
  );
}

/** ECharts' markers, at the middle of the sample. */
function markerPath(symbol: string): string {
  switch (symbol) {
    case 'triangle':
      return 'M14 2L18 10H10Z';
    case 'diamond':
      return 'M14 1L19 6L14 11L9 6Z';
    case 'rect':
      return 'M10.5 2.5H17.5V9.5H10.5Z';
    case 'emptyCircle':
      return 'M14 2a4 4 0 1 0 .01 0Zm0 2a2 2 0 1 1 -.01 0Z';
    default:
      return 'M14 2a4 4 0 1 0 .01 0Z';
  }
}
