import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { createEffect, createSignal, onCleanup, onMount, Show } from 'solid-js';
import './chart.css';
import { createTheme } from './page-theme';
import type { ChartTheme } from './theme';

interface ChartProps {
  /** Called again with new data and with a new theme. */
  option: (theme: ChartTheme) => EChartsCoreOption;
  /** One sentence that says what the picture says, for those who do not see it. */
  summary: string;
  /** Shown while the chart library loads, and when it cannot. */
  waiting: string;
  failed: string;
}

/** The one door to ECharts: lazily loaded, sized by its box, themed from the page's tokens. */
export function Chart(props: ChartProps) {
  const theme = createTheme();
  const [chart, setChart] = createSignal<EChartsType | null>(null);
  const [failed, setFailed] = createSignal(false);
  let box: HTMLDivElement | undefined;
  let gone = false;

  onMount(async () => {
    try {
      const { init } = await import('./echarts');
      if (gone || !box) return;
      // Named, since a download may have brought the canvas renderer along, which goes first.
      const made = init(box, null, { renderer: 'svg' });
      setChart(made);
      const observer = new ResizeObserver(() => made.resize());
      observer.observe(box);
      cleanups.push(
        () => observer.disconnect(),
        () => made.dispose(),
      );
    } catch {
      setFailed(true);
    }
  });
  const cleanups: (() => void)[] = [];
  onCleanup(() => {
    gone = true;
    for (const cleanup of cleanups) cleanup();
  });

  createEffect(() => {
    chart()?.setOption(props.option(theme()), { replaceMerge: ['series'], lazyUpdate: true });
  });

  return (
    <div class="chart" role="img" aria-label={props.summary}>
      <div class="chart-canvas" ref={box} aria-hidden="true" />
      <Show when={!chart()}>
        <div class="chart-waiting">{failed() ? props.failed : props.waiting}</div>
      </Show>
    </div>
  );
}
