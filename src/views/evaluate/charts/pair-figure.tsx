import type { ParentProps } from 'solid-js';
import { Figure } from '../../../charts/figure';
import { xyOption } from '../../../charts/xy-option';
import { type EvaluatedPair, fileNameOf } from './evaluated';
import type { FigureContent } from './ranking-figures';

/** A figure about one or two runs; its downloads bear their names. */
export function PairFigure(
  props: ParentProps<{
    title: string;
    content: FigureContent;
    caption: string;
    pair: EvaluatedPair;
    height: number;
  }>,
) {
  return (
    <Figure
      title={props.title}
      option={(theme) => xyOption(props.content.chart, theme)}
      key={props.content.key}
      table={props.content.table}
      summary={props.content.summary}
      caption={props.caption}
      fileName={fileNameOf(props.title, props.pair)}
      height={props.height}
    >
      {props.children}
    </Figure>
  );
}
