import ScanEye from 'lucide-solid/icons/scan-eye';
import X from 'lucide-solid/icons/x';
import { For, Match, Show, Switch } from 'solid-js';
import type { PredictionResult } from '../../../core/contract/trainer';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { Question } from '../../state/experiment-answers';
import { Button, IconButton } from '../../ui/button';
import { ErrorNotice } from '../../ui/notice';
import { createObjectUrl } from '../../ui/object-url';
import { ShareBar } from '../../ui/share-bar';
import { Explained } from '../../ui/tooltip';
import { confidenceWhy, noneWhy } from './confidence';
import { take } from './how-many';
import './answer-card.css';

/** Closer than this, the first two answers are as good as equal. */
const closeBy = 0.1;

/** A picture and the most likely classes, with how sure the model is of each. */
export function AnswerCard(props: {
  question: Question;
  onOpen: () => void;
  onRemove: () => void;
  /** Shows where in the picture the model looked. */
  onExplain: () => void;
}) {
  const url = createObjectUrl(() => props.question.picture);
  const answer = () => {
    const given = props.question.answer;
    return given && 'predictions' in given ? given : null;
  };
  const error = () => {
    const given = props.question.answer;
    return given && 'error' in given ? given.error : null;
  };
  return (
    <article class="answer">
      <Show when={!error()}>
        <button
          type="button"
          class="answer-picture"
          aria-label={props.question.name}
          onClick={() => props.onOpen()}
        >
          <Show when={url()}>
            {(source) => (
              <img
                src={source()}
                alt=""
                onLoad={({ currentTarget: image }) => {
                  image.toggleAttribute('data-small', image.naturalWidth < 128);
                }}
              />
            )}
          </Show>
        </button>
      </Show>
      <div class="answer-name">
        <span title={props.question.name}>{props.question.name}</span>
        <IconButton
          size="s"
          icon={<X />}
          label={t('predict.remove', { name: props.question.name })}
          onClick={() => props.onRemove()}
        />
      </div>
      <Switch fallback={<p class="muted answer-looking">{t('predict.waitingOne')}</p>}>
        <Match when={error()}>{(fault) => <ErrorNotice error={fault()} />}</Match>
        <Match when={answer()}>
          {(known) => (
            <>
              <TopClasses result={known()} />
              <div class="answer-why">
                <Button
                  size="s"
                  icon={<ScanEye />}
                  aria-label={t('predict.whyOf', { name: props.question.name })}
                  onClick={() => props.onExplain()}
                >
                  {t('predict.why')}
                </Button>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </article>
  );
}

function TopClasses(props: { result: PredictionResult }) {
  const { experiment, history } = useApp();
  const run = () => history.run(props.result.runId);
  const isClose = () => {
    const [first, second] = props.result.predictions;
    return !props.result.none && first && second && first.confidence - second.confidence < closeBy;
  };
  return (
    <div class="answer-said">
      <Show when={props.result.none}>
        <p class="answer-none">
          <Explained why={noneWhy(run())}>{t('predict.none')}</Explained>
        </p>
        <p class="muted small">{t('predict.noneGuess')}</p>
      </Show>
      <ol class="answer-classes" data-none={props.result.none ? '' : undefined}>
        <For each={take(props.result.predictions, experiment.answers.many())}>
          {({ label, confidence }) => (
            <li>
              <span class="answer-label">{label}</span>
              <span class="answer-confidence">{format.percent(confidence)}</span>
              <ShareBar share={confidence} />
            </li>
          )}
        </For>
      </ol>
      <p class="muted small">
        <Show when={isClose()}>{t('predict.close')} </Show>
        <Explained why={confidenceWhy(run())}>{t('predict.confidence')}</Explained>
        {'. '}
        <Explained why={t('predict.latencyWhy')}>
          {t('predict.latency', { duration: format.milliseconds(props.result.latencyMs) })}
        </Explained>
      </p>
    </div>
  );
}
