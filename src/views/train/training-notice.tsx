import { Match, Show, Switch } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { TrainingProgress } from './training-progress';

/** What the experiment in view is at, where that is not simply finished; empty otherwise. */
export function TrainingNotice() {
  const { experiment } = useApp();
  const resumable = () => {
    const shown = experiment.experiment();
    const ended = shown?.status;
    return experiment.phase() === 'idle' && (ended === 'interrupted' || ended === 'cancelled')
      ? { id: shown?.id ?? '', status: ended }
      : null;
  };
  return (
    <Switch>
      <Match when={experiment.phase() !== 'idle'}>
        <Show when={experiment.phase() === 'elsewhere'}>
          <Notice title={t('train.running.elsewhere.title')}>
            {t('train.running.elsewhere.text')}
          </Notice>
        </Show>
        <TrainingProgress />
      </Match>
      <Match when={resumable()}>
        {(unfinished) => (
          <Notice
            tone={unfinished().status === 'interrupted' ? 'warn' : 'info'}
            title={t(`train.${unfinished().status}.title`)}
            action={
              <Button
                size="s"
                onClick={() => {
                  // The fault is shown by the view, from experiment.error().
                  experiment.resume(unfinished().id).catch(() => {});
                }}
              >
                {t('train.resume')}
              </Button>
            }
          >
            {t(`train.${unfinished().status}.text`)}
          </Notice>
        )}
      </Match>
    </Switch>
  );
}
