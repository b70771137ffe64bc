import { type CurveChart as Content, curveOption, curveTable, hasMarkers } from './curves';
import { Figure } from './figure';
import { seriesMark } from './theme';

interface CurveChartProps extends Content {
  title: string;
  summary: string;
  caption: string;
  /** Of downloads, without extension. */
  fileName: string;
}

/** Learning curves: a title, a key, the lines, and the same numbers as a table on request. */
export function CurveChart(props: CurveChartProps) {
  return (
    <Figure
      title={props.title}
      option={(theme) => curveOption(props, theme)}
      key={props.curves.map((curve, index) => ({
        name: curve.name,
        mark: (theme) => seriesMark(theme, index),
        markers: hasMarkers(curve),
      }))}
      table={() => curveTable(props)}
      summary={props.summary}
      caption={props.caption}
      fileName={props.fileName}
    />
  );
}
