import Images from 'lucide-solid/icons/images';
import { Match, Show, Switch } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/notice';
import { Leaderboard } from '../compare/leaderboard';
import { Notes } from '../compare/notes';
import { LiveCurves } from './live-curves';
import { Outcome } from './outcome';
import { SearchStage } from './search-stage';
import { StartPanel } from './start-panel';
import './train.css';
import { TrainingNotice } from './training-notice';

/** Start, watch and stop a training; afterwards, how it ended. */
export default function Train() {
  const { datasets, experiment, route } = useApp();
  const busy = () => experiment.phase() !== 'idle';
  const finished = () =>
    experiment.runs().filter((run) => run.status === 'finished' || run.validation !== null).length;
  const name = () => experiment.training()?.name ?? datasets.current()?.name ?? '';

  return (
    <div class="train">
      <h1>{busy() ? t('train.running.title', { dataset: name() }) : t('train.title')}</h1>
      <Show when={experiment.error()}>
        {(error) => <ErrorNotice error={error()} onDismiss={experiment.clearError} />}
      </Show>
      <Switch>
        <Match when={busy()}>
          <TrainingNotice />
          <div class="train-meanwhile">
            <SearchStage />
            <Show when={experiment.phase() !== 'elsewhere'}>
              <p class="muted small">
                {finished() > 0
                  ? t('train.running.stopKeeps', { count: finished() })
                  : t('train.running.stopKeepsNone')}{' '}
                {t('train.running.leave')}
              </p>
            </Show>
          </div>
          <Show when={experiment.isLive()}>
            <LiveCurves />
            <Show when={experiment.standings().length > 0}>
              <Leaderboard rows={experiment.standings()} />
              <p class="muted small">{t('compare.orderOpen')}</p>
            </Show>
            <Notes notes={experiment.experiment()?.notes ?? []} />
          </Show>
        </Match>
        <Match when={!experiment.loaded()}>
          <p class="opening">{t('shell.loading')}</p>
        </Match>
        <Match when={datasets.current()} keyed>
          {(dataset) => (
            <>
              <Show
                when={experiment.experiment()}
                fallback={
                  <p>
                    {t('train.lead', {
                      classes: t('common.classes', { count: dataset.classes.length }),
                    })}
                  </p>
                }
              >
                {(last) => (
                  <>
                    <TrainingNotice />
                    <Outcome experiment={last()} />
                  </>
                )}
              </Show>
              <StartPanel dataset={dataset} again={experiment.experiment() !== null} />
            </>
          )}
        </Match>
        <Match when={true}>
          <EmptyState
            icon={<Images />}
            title={t('train.noData.title')}
            text={t('train.noData.text')}
            action={
              <LinkButton kind="primary" href={route.href('data')}>
                {t('train.noData.action')}
              </LinkButton>
            }
          />
        </Match>
      </Switch>
    </div>
  );
}
