import { For, Show } from 'solid-js';
import { Chart } from './chart';
import './curve-chart.css';
import { type CurveChart as Content, curveOption, curveTable } from './curves';
import { createTheme } from './page-theme';
import { seriesMark } from './theme';

interface CurveChartProps extends Content {
  title: string;
  summary: string;
  waiting: string;
  failed: string;
  /** What opens the same numbers as a table. */
  tableLabel: string;
}

/** Learning curves: a title, a key, the lines, and the same numbers as a table on request. */
export function CurveChart(props: CurveChartProps) {
  const theme = createTheme();
  return (
    <figure class="curve-chart">
      <figcaption>
        <h3 class="curve-chart-title">{props.title}</h3>
        <ul class="curve-chart-key">
          <For each={props.curves}>
            {(curve, index) => {
              const mark = () => seriesMark(theme(), index());
              return (
                <li>
                  <KeySample {...mark()} />
                  {curve.name}
                </li>
              );
            }}
          </For>
        </ul>
      </figcaption>
      <Chart
        option={(current) => curveOption(props, current)}
        summary={props.summary}
        waiting={props.waiting}
        failed={props.failed}
      />
      <details class="curve-chart-table">
        <summary>{props.tableLabel}</summary>
        <div class="curve-chart-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{props.epochLabel}</th>
                <For each={props.curves}>{(curve) => <th scope="col">{curve.name}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={curveTable(props.curves)}>
                {(row) => (
                  <tr>
                    <th scope="row">{row.epoch}</th>
                    <For each={row.values}>
                      {(value) => <td>{value === null ? '–' : props.format(value)}</td>}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** Dash patterns as SVG writes them; ECharts draws named ones in steps of the line width. */
const patterns: Record<string, string> = { solid: 'none', dashed: '8 4', dotted: '2 3' };

function KeySample(props: { color: string; dash: string | number[]; symbol: string }) {
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
      <Show when={markerPath(props.symbol)}>
        {(path) => <path d={path()} fill={props.color} />}
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
