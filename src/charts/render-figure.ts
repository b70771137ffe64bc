import { LegendComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { init } from './echarts';
import {
  describedSvg,
  type FigureSize,
  type FigureText,
  figureHeight,
  figureOption,
} from './figure-option';
import type { ChartTheme } from './theme';

/** What only downloads need; a chunk of its own, loaded with the first of them. */
use([LegendComponent, TitleComponent, CanvasRenderer]);

export interface Figure {
  draw: (theme: ChartTheme) => EChartsCoreOption;
  text: FigureText;
  size: FigureSize;
  theme: ChartTheme;
}

/** Device pixels per CSS pixel: sharp in print at the size of a column. */
const density = 2;

/** The figure as an SVG document; needs no page. */
export function figureSvg({ draw, text, size, theme }: Figure): string {
  const chart = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: size.width,
    height: figureHeight(text, size),
  });
  try {
    // zrender 6.1 writes font names into an attribute without escaping their quotes.
    const quoted = { ...theme, fontFamily: theme.fontFamily.replaceAll('"', "'") };
    chart.setOption(figureOption(draw(quoted), text, size, quoted));
    return describedSvg(bare(chart.renderToSVGString()), text);
  } finally {
    chart.dispose();
  }
}

/** Without what server-side rendering leaves for a script that would wake the chart up. */
function bare(svg: string): string {
  return svg.replace(/ (?:ecmeta_\w+|class)="[^"]*"/g, '').replace(/<style\s*>.*?<\/style>/s, '');
}

/** The figure as a PNG at twice its size. */
export async function figurePng({ draw, text, size, theme }: Figure): Promise<Blob> {
  const chart = init(document.createElement('div'), null, {
    renderer: 'canvas',
    width: size.width,
    height: figureHeight(text, size),
  });
  try {
    chart.setOption(figureOption(draw(theme), text, size, theme));
    const canvas = chart.renderToCanvas({ pixelRatio: density });
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))),
        'image/png',
      );
    });
  } finally {
    chart.dispose();
  }
}
