import { createMemo, mergeProps } from 'solid-js';
import { softmax } from '../../../../core/learning/metrics';
import { t } from '../../../locales';
import { Calibration } from './calibration';
import './charts.css';
import { Coverage } from './coverage';
import type { Evaluated, EvaluatedPair } from './evaluated';
import { Ranking } from './ranking';

const probabilitiesOf = ({ logits, classes }: Evaluated) => softmax(logits, classes.length);

/** What a run's confidences are worth, drawn: how they rank, how they are meant, what a threshold brings. */
export function EvaluationCharts(props: EvaluatedPair) {
  const probabilities = createMemo(() => probabilitiesOf(props));
  const other = createMemo(
    () => props.other && { ...props.other, probabilities: probabilitiesOf(props.other) },
  );
  const pair = mergeProps(props, {
    get probabilities() {
      return probabilities();
    },
    get other() {
      return other() ?? null;
    },
  });
  return (
    <div class="evaluation-charts">
      <Ranking {...pair} />
      <section>
        <h2>{t('charts.confidence.title')}</h2>
        <p class="muted">{t('charts.confidence.lead')}</p>
        <div class="evaluation-pair">
          <Calibration {...pair} />
          <Coverage {...pair} />
        </div>
      </section>
    </div>
  );
}
