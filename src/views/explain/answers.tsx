import Check from 'lucide-solid/icons/check';
import Flame from 'lucide-solid/icons/flame';
import { For, Show } from 'solid-js';
import type { ExplanationResult } from '../../../core/contract/trainer';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import type { Many } from '../../state/experiment-answers';
import { ShareBar } from '../../ui/share-bar';
import { Explained } from '../../ui/tooltip';
import { confidenceWhy, noneWhy } from '../predict/confidence';
import { HowMany, take } from '../predict/how-many';
import './answers.css';

/** What the model answers; a press on a class shows what speaks for it. */
export function Answers(props: {
  run: Run;
  result: ExplanationResult;
  /** Classes whose heatmaps are in sight. */
  shown: readonly (number | null)[];
  /** Index of what it is, where that is known. */
  truth: number | null;
  many: Many;
  onMany: (many: Many) => void;
  onChoose: (classIndex: number) => void;
}) {
  const indexOf = (label: string) => props.run.classes.indexOf(label);
  return (
    <section class="explain-answers">
      <header>
        <h2>{t('explain.answers')}</h2>
        <HowMany classes={props.run.classes.length} value={props.many} onChange={props.onMany} />
      </header>
      <Show when={props.result.none}>
        <p class="explain-none">
          <Explained why={noneWhy(props.run)}>{t('predict.none')}</Explained>
        </p>
        <p class="muted small">{t('predict.noneGuess')}</p>
      </Show>
      <ol>
        <For each={take(props.result.predictions, props.many)}>
          {({ label, confidence }) => (
            <li>
              <button
                type="button"
                class="explain-answer"
                aria-pressed={props.shown.includes(indexOf(label))}
                aria-label={`${label}, ${format.percent(confidence)}. ${t('explain.explainClass', { label })}`}
                onClick={() => props.onChoose(indexOf(label))}
              >
                <span class="explain-answer-label">
                  {label}
                  <Show when={indexOf(label) === props.truth}>
                    <span class="explain-truth">
                      <Check aria-hidden="true" />
                      {t('explain.truthMark')}
                    </span>
                  </Show>
                </span>
                <span class="explain-answer-confidence">
                  <Show when={props.shown.includes(indexOf(label))}>
                    <Flame role="img" aria-label={t('explain.shown')} />
                  </Show>
                  {format.percent(confidence)}
                </span>
                <ShareBar share={confidence} />
              </button>
            </li>
          )}
        </For>
      </ol>
      <p class="muted small">
        <Explained why={confidenceWhy(props.run)}>{t('predict.confidence')}</Explained>
        {'. '}
        <Explained why={t('explain.latencyWhy')}>
          {t('explain.latency', {
            network: format.milliseconds(props.result.latencyMs),
            map: format.milliseconds(props.result.explainMs),
          })}
        </Explained>
      </p>
    </section>
  );
}
