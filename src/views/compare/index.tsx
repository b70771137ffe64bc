import Rows3 from 'lucide-solid/icons/rows-3';
import { createEffect, Match, on, Show, Switch } from 'solid-js';
import type { Experiment } from '../../../core/run';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/notice';
import { Select } from '../../ui/select';
import { NextStep } from '../next-step';
import { TrainingNotice } from '../train/training-notice';
import './compare.css';
import { Leaderboard } from './leaderboard';
import { Notes } from './notes';
import { RunDetail } from './run-detail';
import { scoreDomain } from './score-domain';
import { TogetherRows } from './together';

/** Every model of an experiment in a row, best on validation first. */
export default function Compare() {
  const { datasets, experiment, route } = useApp();

  // `#/compare?experiment=...` names the experiment; `&run=...` the row that stands open.
  createEffect(
    on(
      () => [route.param('experiment'), experiment.loaded()] as const,
      ([id, loaded]) => {
        if (id && loaded && id !== experiment.experiment()?.id) void experiment.open(id);
      },
    ),
  );
  // One that was stopped before its first run does not hide the others.
  const isEmpty = () =>
    !experiment.experiment() ||
    (experiment.standings().length === 0 && experiment.experiments().length < 2);
  const open = () => route.param('run') ?? null;
  const toggle = (runId: string) => {
    const id = experiment.experiment()?.id;
    const params = {
      ...(id ? { experiment: id } : {}),
      ...(open() === runId ? {} : { run: runId }),
    };
    // A row opened and closed is not a step to go back to.
    location.replace(route.href('compare', params));
  };

  return (
    <div class="compare">
      <h1>{t('compare.title')}</h1>
      <Show when={experiment.error()}>
        {(error) => <ErrorNotice error={error()} onDismiss={experiment.clearError} />}
      </Show>
      <Switch>
        <Match when={!experiment.loaded()}>
          <p class="opening">{t('shell.loading')}</p>
        </Match>
        <Match when={isEmpty()}>
          <TrainingNotice />
          <Show when={experiment.phase() === 'idle'}>
            <EmptyState
              icon={<Rows3 />}
              title={t('compare.empty.title')}
              text={t(datasets.current() ? 'compare.empty.text' : 'compare.noData.text')}
              action={<NextStep />}
            />
          </Show>
        </Match>
        <Match when={experiment.experiment()}>
          {(shown) => (
            <>
              <div class="compare-head">
                <Head experiment={shown()} />
                <Show when={experiment.standings()[0]}>
                  {(leader) => (
                    <Show when={leader().run.status === 'finished'}>
                      <LinkButton size="s" href={route.href('evaluate', { run: leader().run.id })}>
                        {t('compare.detail.evaluateAll')}
                      </LinkButton>
                    </Show>
                  )}
                </Show>
              </div>
              <TrainingNotice />
              <Leaderboard
                rows={experiment.standings()}
                open={open()}
                onToggle={toggle}
                detail={(run) => <RunDetail run={run} />}
              />
              <p class="compare-order">
                {t(shown().status === 'running' ? 'compare.orderOpen' : 'compare.order')}
              </p>
              <TogetherRows
                rows={shown().together}
                runs={experiment.runs()}
                domain={scoreDomain(experiment.standings(), shown().together)}
              />
              <Notes notes={shown().notes} />
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function Head(props: { experiment: Experiment }) {
  const { experiment, route } = useApp();
  const written = (one: Experiment) => `${one.name}, ${format.recent(one.startedAt)}`;
  const inList = () => experiment.experiments().some(({ id }) => id === props.experiment.id);
  return (
    <Show
      when={experiment.experiments().length > 1 && inList()}
      fallback={<p class="muted">{written(props.experiment)}</p>}
    >
      <Select
        label={t('compare.experiment')}
        value={props.experiment.id}
        options={experiment.experiments().map((one) => ({ value: one.id, label: written(one) }))}
        onChange={(id) => route.go('compare', { experiment: id })}
      />
    </Show>
  );
}
