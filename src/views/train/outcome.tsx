import { Match, Show, Switch } from 'solid-js';
import type { Experiment } from '../../../core/run';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { Leaderboard } from '../compare/leaderboard';
import { Notes } from '../compare/notes';
import { nameAmong } from '../compare/run-name';
import { AugmentationVerdictLine } from './augmentation/verdict';
import './outcome.css';

/** How the last training ended: who leads, how long it took, where to go on. */
export function Outcome(props: { experiment: Experiment }) {
  const { experiment, route } = useApp();
  const leader = () => {
    const run = experiment.standings()[0]?.run;
    return run?.validation
      ? { run, name: nameAmong(run, experiment.runs()), score: run.validation }
      : null;
  };
  const when = () => format.recent(props.experiment.endedAt ?? props.experiment.startedAt);
  const took = () =>
    props.experiment.endedAt === null
      ? null
      : format.duration(
          props.experiment.seconds ??
            (props.experiment.endedAt - props.experiment.startedAt) / 1000,
        );
  return (
    <section class="outcome">
      <h2>
        <Switch fallback={t('train.finished.title', { when: when() })}>
          <Match when={props.experiment.status === 'cancelled'}>
            {t('train.finished.stopped', { when: when() })}
          </Match>
          <Match when={props.experiment.status === 'failed'}>{t('train.failed.title')}</Match>
          <Match when={props.experiment.status === 'interrupted'}>
            {t('train.finished.started', { when: when() })}
          </Match>
        </Switch>
      </h2>
      <p>
        <Show when={leader()} fallback={t('train.finished.none')}>
          {(best) =>
            t('train.finished.best', { name: best().name, score: format.score(best().score) })
          }
        </Show>{' '}
        <Show when={took()}>
          {(duration) => t('train.finished.took', { duration: duration() })}
        </Show>
      </p>
      <Show when={leader()}>
        <Show when={leader()}>{(best) => <AugmentationVerdictLine run={best().run} />}</Show>
        <Leaderboard rows={experiment.standings()} />
        <Notes notes={props.experiment.notes} />
        <div>
          <LinkButton kind="primary" href={route.href('compare')}>
            {t('train.finished.compare')}
          </LinkButton>
        </div>
      </Show>
    </section>
  );
}
