import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Microscope from 'lucide-solid/icons/microscope';
import { Match, Show, Switch } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { createEvaluation } from '../../state/evaluation';
import { LinkButton } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/notice';
import { nameAmong } from '../compare/run-name';
import { NextStep } from '../next-step';
import { Choices } from './choices';
import './evaluate.css';
import { Report } from './report';
import { splitInWords } from './why';

/** How one model fares on pictures it did not learn from, or two of them side by side. */
export default function Evaluate() {
  const app = useApp();
  const { experiment, route } = app;
  const state = createEvaluation(app);
  const name = (run: NonNullable<ReturnType<typeof state.run>>) =>
    nameAmong(run, experiment.runs());
  const back = () => {
    const id = experiment.experiment()?.id;
    const run = state.run()?.id;
    return route.href('compare', id && run ? { experiment: id, run } : {});
  };

  return (
    <div class="evaluate">
      <header class="evaluate-head">
        <LinkButton kind="quiet" size="s" icon={<ArrowLeft />} href={back()}>
          {t('evaluate.back')}
        </LinkButton>
        <h1>{t('evaluate.title')}</h1>
      </header>
      <Show when={experiment.error()}>
        {(error) => <ErrorNotice error={error()} onDismiss={experiment.clearError} />}
      </Show>
      <Switch>
        <Match when={!experiment.loaded()}>
          <p class="opening">{t('shell.loading')}</p>
        </Match>
        <Match when={state.run()}>
          {(run) => (
            <>
              <Show when={experiment.experiment()}>
                {(shown) => (
                  <p class="muted">
                    {shown().name}, {format.recent(shown().startedAt)}
                  </p>
                )}
              </Show>
              <Choices state={state} run={run()} />
              <Show
                when={state.first()}
                fallback={
                  <p class={state.first() === undefined ? 'opening' : 'muted'}>
                    {t(state.first() === undefined ? 'shell.loading' : 'evaluate.notKept')}
                  </p>
                }
              >
                {(evaluation) => (
                  <>
                    <p class="evaluate-split-words">{splitInWords(evaluation())}</p>
                    <Report
                      evaluation={evaluation()}
                      other={state.second() ?? null}
                      pairing={state.paired()}
                      names={[name(run()), state.other() ? name(state.other() ?? run()) : '']}
                    />
                  </>
                )}
              </Show>
            </>
          )}
        </Match>
        <Match when={true}>
          <EmptyState
            icon={<Microscope />}
            title={t('evaluate.empty.title')}
            text={t('evaluate.empty.text')}
            action={<NextStep />}
          />
        </Match>
      </Switch>
    </div>
  );
}
