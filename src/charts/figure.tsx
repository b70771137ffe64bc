import type { EChartsCoreOption } from 'echarts/core';
import { For, type JSX, Show } from 'solid-js';
import { t } from '../locales';
import { DownloadButton } from '../ui/download-button';
import { Explained } from '../ui/tooltip';
import { Chart } from './chart';
import { DataTable } from './data-table';
import './figure.css';
import { KeySample } from './key-sample';
import { createTheme, readLightTheme } from './page-theme';
import { type Table, tableCsv } from './table';
import type { ChartTheme, SeriesMark } from './theme';

export interface KeyEntry {
  /** The series' name. */
  name: string;
  mark: (theme: ChartTheme) => SeriesMark;
  /** Set where the series is drawn with markers. */
  markers?: boolean;
  /** A number of the whole series: `AUC 0.987`. */
  value?: string;
  /** Where that number comes from. */
  why?: string;
}

export interface FigureProps {
  title: string;
  option: (theme: ChartTheme) => EChartsCoreOption;
  key: readonly KeyEntry[];
  /** The same numbers for those who read rather than look; made when asked for. */
  table: () => Table;
  /** One sentence that says what the picture says. */
  summary: string;
  /** What a reader of the downloaded figure must know: run, split, number of pictures. */
  caption: string;
  /** Of downloads, without extension. */
  fileName: string;
  /** Height of the drawing in CSS pixels. */
  height?: number;
  /** Words and controls between the drawing and the table. */
  children?: JSX.Element;
}

/** Width of a downloaded figure, CSS pixels: a column of a report. */
const downloadWidth = 640;
const usualHeight = 260;

/** A chart with everything it owes its reader: title, key, numbers as a table, and a way out. */
export function Figure(props: FigureProps) {
  const theme = createTheme();
  const height = () => props.height ?? usualHeight;
  const figure = () => {
    const light = readLightTheme();
    return {
      draw: props.option,
      text: { title: props.title, caption: props.caption, key: props.key },
      size: { width: downloadWidth, plotHeight: Math.max(300, height()) },
      theme: light,
    };
  };
  return (
    <figure class="chart-figure" style={{ '--chart-height': `${height()}px` }}>
      <figcaption>
        <h3 class="chart-figure-title">{props.title}</h3>
        <DownloadButton
          what={props.title}
          name={props.fileName}
          files={[
            { format: 'csv', make: () => tableCsv(props.table()) },
            {
              format: 'svg',
              make: async () => (await import('./render-figure')).figureSvg(figure()),
            },
            {
              format: 'png',
              make: async () => (await import('./render-figure')).figurePng(figure()),
            },
          ]}
        />
        <ul class="chart-figure-key">
          <For each={props.key}>
            {(entry) => {
              const mark = () => entry.mark(theme());
              return (
                <li>
                  <KeySample
                    color={mark().color}
                    dash={mark().dash}
                    symbol={entry.markers ? mark().symbol : undefined}
                  />
                  <span>{entry.name}</span>
                  <Show when={entry.value}>
                    {(value) => (
                      <Show when={entry.why} fallback={<span>{value()}</span>}>
                        {(why) => (
                          <Explained why={why()}>
                            <span class="chart-figure-value">{value()}</span>
                          </Explained>
                        )}
                      </Show>
                    )}
                  </Show>
                </li>
              );
            }}
          </For>
        </ul>
      </figcaption>
      <Chart
        option={props.option}
        summary={props.summary}
        waiting={t('charts.waiting')}
        failed={t('charts.failed')}
      />
      {props.children}
      <DataTable title={props.title} table={props.table} />
    </figure>
  );
}
