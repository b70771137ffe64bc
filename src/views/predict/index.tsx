import ScanSearch from 'lucide-solid/icons/scan-search';
import { createEffect, For, Match, on, Show, Switch } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import type { Question } from '../../state/experiment-answers';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Select } from '../../ui/select';
import { useViewer } from '../../ui/viewer/viewer';
import { viewerHeatmap } from '../explain/viewer-heatmap';
import { NextStep } from '../next-step';
import { AnswerCard } from './answer-card';
import { BatchPanel, BatchStart, useBatchStart } from './batch';
import { HowMany } from './how-many';
import { createModelChoice } from './model-choice';
import { PictureDrop } from './picture-drop';
import './predict.css';

/** Asks a model about any picture: dropped, pasted, picked or taken with the camera. */
export default function Predict() {
  const { batch, datasets, experiment, explanations, history, route } = useApp();
  const viewer = useViewer();
  const models = createModelChoice(
    () => history.all() ?? [],
    () => datasets.current()?.id ?? null,
    experiment.askedRun,
  );
  const { answers } = experiment;

  // `#/predict?run=...` names the model that answers.
  createEffect(
    on(
      () => route.param('run'),
      (id) => id && experiment.setAskedRun(id),
    ),
  );
  // Where no model is the dataset's best, an imported one answers.
  createEffect(() => {
    const known = models();
    if (datasets.all() === undefined || known.length === 0) return;
    if (!known.some(({ chosen }) => chosen)) {
      experiment.setAskedRun(known[0]?.runId ?? 'best');
    }
  });
  createEffect(
    on(answers.waiting, (now, before) => {
      if (now === 0 && before) announce(t('predict.announce', { count: before }));
    }),
  );

  const choose = (id: string) => {
    experiment.setAskedRun(id);
    // A link that named a model would choose it again.
    if (route.param('run')) location.replace(route.href('predict'));
  };
  const open = (index: number) =>
    viewer.open(
      answers.questions().map(({ id, name, picture, answer }) => ({
        id: String(id),
        title: answerTitle(answer) ?? name,
        caption: name,
        load: async () => picture,
        ...(answer && 'predictions' in answer
          ? {
              explain: () =>
                viewerHeatmap(explanations, answer.runId, explanations.bring([{ name, picture }])),
            }
          : {}),
      })),
      index,
    );
  const explain = ({ name, picture, answer }: Question) => {
    if (!answer || !('runId' in answer)) return;
    const id = explanations.bring([{ name, picture }]);
    route.go('explain', { run: answer.runId, picture: id });
  };
  const startBatch = useBatchStart();
  /** Of the run that answers. */
  const classes = () => {
    const model = models().find(({ chosen }) => chosen);
    return history.run(model?.runId)?.classes.length ?? 0;
  };

  return (
    <div class="predict">
      <h1>{t('predict.title')}</h1>
      <Switch>
        <Match when={history.all() === undefined}>
          <p class="opening">{t('shell.loading')}</p>
        </Match>
        <Match when={models().length === 0}>
          <EmptyState
            icon={<ScanSearch />}
            title={t('predict.empty.title')}
            text={t('predict.empty.text')}
            action={<NextStep />}
          />
        </Match>
        <Match when={true}>
          <PictureDrop
            look={
              answers.questions().length > 0 || batch.running() || batch.finished()
                ? 'bar'
                : 'panel'
            }
            over={t('predict.drop.over')}
            onPictures={(pictures) => answers.ask(pictures)}
            onBatch={startBatch}
          />
          <BatchStart />
          <div class="predict-bar">
            <Select
              label={t('predict.model')}
              value={models().find(({ chosen }) => chosen)?.value ?? 'best'}
              options={models()}
              onChange={choose}
            />
            <Show when={answers.questions().length > 0}>
              <HowMany
                showLabel
                classes={classes()}
                value={answers.many()}
                onChange={answers.setMany}
              />
              <span class="predict-waiting muted">
                <Show when={answers.waiting() > 0}>
                  {t('predict.waiting', { count: answers.waiting() })}
                </Show>
              </span>
              <Button kind="quiet" onClick={answers.clear}>
                {t('predict.clear')}
              </Button>
            </Show>
          </div>
          <BatchPanel />
          <Show when={answers.questions().length > 0}>
            <ul class="answers" aria-label={t('predict.results')}>
              <For each={answers.questions().map(({ id }) => id)}>
                {(id, index) => (
                  <li>
                    <Show when={answers.questions().find((one) => one.id === id)}>
                      {(question) => (
                        <AnswerCard
                          question={question()}
                          onOpen={() => open(index())}
                          onRemove={() => answers.remove(id)}
                          onExplain={() => explain(question())}
                        />
                      )}
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </Match>
      </Switch>
    </div>
  );
}

/** What the viewer says of an answered picture; null while there is no answer. */
function answerTitle(answer: Question['answer']): string | null {
  if (!answer || 'error' in answer) return null;
  return answer.none ? t('predict.none') : (answer.predictions[0]?.label ?? null);
}
