import { format, t } from '../../../locales';
import type { EvaluatedSplit, Evaluation } from '../../../state/evaluation-measures';
import { nameAmong } from '../../compare/run-name';

/** What the charts are drawn from. */
export type Evaluated = Pick<
  Evaluation,
  'run' | 'classes' | 'labels' | 'logits' | 'probabilities' | 'temperature'
>;

export interface EvaluatedPair extends Evaluated {
  split: EvaluatedSplit;
  /** A second run on the same split. */
  other: Evaluated | null;
}

/** The one or two runs to draw, the first first. */
export function evaluatedRuns(pair: EvaluatedPair): Evaluated[] {
  return pair.other ? [pair, pair.other] : [pair];
}

export function nameOf(one: Evaluated, pair: EvaluatedPair): string {
  return nameAmong(
    one.run,
    evaluatedRuns(pair).map(({ run }) => run),
  );
}

function splitText(one: Evaluated, split: EvaluatedPair['split']): string {
  const kind = split === 'test' ? 'test' : one.run.validationScheme;
  return t(`charts.split.${kind}`, { count: one.labels.length });
}

/** Where a number comes from, for hovering: split, number of pictures, run, temperature. */
export function sourceText(one: Evaluated, pair: EvaluatedPair, temperature?: number): string {
  return t('charts.source', {
    name: nameOf(one, pair),
    pictures: splitText(one, pair.split),
    temperature: format.number(temperature ?? one.temperature, 2),
  });
}

/** The same as the caption of a figure that leaves the page; `more` says what only this one shows. */
export function captionText(pair: EvaluatedPair, ...more: (string | null)[]): string {
  const runs = evaluatedRuns(pair).map((one) =>
    t('charts.captionRun', {
      name: nameOf(one, pair),
      pictures: splitText(one, pair.split),
      temperature: format.number(one.temperature, 2),
    }),
  );
  return [...runs, ...more].filter(Boolean).join(' · ');
}

/** Of a download: the figure, the run, the split. */
export function fileNameOf(title: string, pair: EvaluatedPair): string {
  const names = evaluatedRuns(pair).map((one) => nameOf(one, pair));
  return [title, ...names, t(`charts.splitName.${pair.split}`)].join(', ');
}
