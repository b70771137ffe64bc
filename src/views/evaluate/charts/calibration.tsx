import { createMemo } from 'solid-js';
import { reliability } from '../../../../core/learning/evaluation/reliability';
import { softmax } from '../../../../core/learning/metrics';
import { format, t } from '../../../locales';
import { type CalibrationSeries, calibrationFigure } from './calibration-figure';
import {
  captionText,
  type Evaluated,
  type EvaluatedPair,
  evaluatedRuns,
  nameOf,
  sourceText,
} from './evaluated';
import { PairFigure } from './pair-figure';

/** How often the model is right when it is so and so sure, before and after its temperature. */
export function Calibration(props: EvaluatedPair) {
  const series = createMemo(() =>
    evaluatedRuns(props).flatMap((one, run) => runSeries(one, run === 0 ? 0 : 1, props)),
  );
  const content = createMemo(() => calibrationFigure(series()));
  const title = () => t('charts.calibration.title');
  return (
    <PairFigure
      title={title()}
      content={content()}
      caption={captionText(props, t('charts.captionInterval'))}
      pair={props}
      height={400}
    />
  );
}

/** Of the first run both, of the second only what it is used with. */
function runSeries(one: Evaluated, run: 0 | 1, pair: EvaluatedPair): CalibrationSeries[] {
  const { labels, logits, temperature } = one;
  const classes = one.classes.length;
  const bins = (probabilities: Float32Array) => reliability(probabilities, labels, classes);
  const named = (name: string) => (pair.other ? `${nameOf(one, pair)}: ${name}` : name);
  // Its error on the pictures it was learned from flatters the temperature.
  const own = pair.split === 'validation' ? ` ${t('charts.calibration.own')}` : '';
  const after: CalibrationSeries = {
    name: named(t('charts.calibration.after', { temperature: format.number(temperature, 2) })),
    run,
    form: 0,
    bins: bins(one.probabilities),
    counted: run === 0,
    source: sourceText(one, pair) + own,
  };
  // Where the temperature is 1 the two are one.
  if (run === 1 || Math.abs(temperature - 1) < 1e-9) return [after];
  return [
    after,
    {
      name: named(t('charts.calibration.before')),
      run,
      form: 1,
      bins: bins(softmax(logits, classes, 1 / temperature)),
      counted: true,
      source: sourceText(one, pair, 1),
    },
  ];
}
