import { createMemo, For, Show } from 'solid-js';
import { IntervalAxis, IntervalDot } from '../../charts/interval-dot';
import { accuracyDomain } from '../../charts/scale';
import { format, t } from '../../locales';
import type { Evaluation } from '../../state/evaluation-measures';
import { Explained } from '../../ui/tooltip';
import { figures } from './figures';
import './key-numbers.css';

/** What one model reached, in six numbers. */
export function KeyNumbers(props: { evaluation: Evaluation }) {
  const all = createMemo(() => figures(props.evaluation));
  const before = () => all().find(({ key }) => key === 'calibrationBefore');
  const shown = () => all().filter(({ key }) => key !== 'calibrationBefore');
  return (
    <section class="key-numbers" aria-label={t('evaluate.key.title')}>
      <dl>
        <For each={shown()}>
          {(figure) => (
            <div data-key={figure.key}>
              <dt>{figure.name}</dt>
              <dd>
                <Explained why={figure.why}>{figure.written}</Explained>
                <Show when={figure.key === 'accuracy'}>
                  <Interval evaluation={props.evaluation} />
                </Show>
                <Show when={figure.key === 'calibration' && before()}>
                  {(uncalibrated) => (
                    <span class="key-before">
                      <Explained why={uncalibrated().why}>
                        {t('evaluate.key.before', { error: uncalibrated().written })}
                      </Explained>
                    </span>
                  )}
                </Show>
              </dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
}

function Interval(props: { evaluation: Evaluation }) {
  const score = () => props.evaluation.averages.accuracy;
  const domain = () => accuracyDomain([score().interval]);
  return (
    <>
      <IntervalDot
        accuracy={score().accuracy}
        interval={score().interval}
        domain={domain()}
        kind={props.evaluation.split}
        label={t(`compare.dot.${props.evaluation.split}`, { score: format.score(score()) })}
      />
      <IntervalAxis domain={domain()} format={(value) => format.percent(value, 0)} />
    </>
  );
}
