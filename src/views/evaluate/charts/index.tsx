import { t } from '../../../locales';
import { Calibration } from './calibration';
import './charts.css';
import { Coverage } from './coverage';
import type { EvaluatedPair } from './evaluated';
import { Ranking } from './ranking';

/** What a run's confidences are worth, drawn: how they rank, how they are meant, what a threshold brings. */
export function EvaluationCharts(props: EvaluatedPair) {
  return (
    <div class="evaluation-charts">
      <Ranking {...props} />
      <section>
        <h2>{t('charts.confidence.title')}</h2>
        <p class="muted">{t('charts.confidence.lead')}</p>
        <div class="evaluation-pair">
          <Calibration {...props} />
          <Coverage {...props} />
        </div>
      </section>
    </div>
  );
}
