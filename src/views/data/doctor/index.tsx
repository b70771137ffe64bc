import { Show } from 'solid-js';
import { format, t } from '../../../locales';
import { useApp } from '../../../state/app';
import { Button } from '../../../ui/button';
import { ErrorNotice } from '../../../ui/notice';
import { Progress } from '../../../ui/progress';
import { Brought } from './brought';
import { Changes } from './changes';
import { FindingsPanel } from './findings-panel';
import './doctor.css';

/** What the data doctor is at, what it found, what was done about it and what that brought. */
export function Doctor() {
  const { doctor, experiment } = useApp();
  const summary = () => {
    if (!doctor.examination()) return t('doctor.about');
    const count = doctor.findings().length;
    return count > 0 ? t('doctor.summary', { count }) : t('doctor.fine');
  };
  return (
    <section class="doctor" aria-labelledby="doctor-title">
      <header>
        <h2 id="doctor-title">{t('doctor.title')}</h2>
        <p class="muted">{summary()}</p>
        <Show when={!doctor.progress() && (!doctor.examination() || doctor.isStale())}>
          <Button
            size="s"
            title={doctor.isStale() ? t('doctor.stale') : undefined}
            disabled={experiment.phase() !== 'idle'}
            onClick={doctor.start}
          >
            {t(doctor.examination() ? 'doctor.again' : 'doctor.start')}
          </Button>
        </Show>
      </header>
      <Show when={doctor.error()}>{(error) => <ErrorNotice error={error()} />}</Show>
      <Show when={!doctor.examination() && experiment.phase() !== 'idle'}>
        <p class="muted small">{t('doctor.paused')}</p>
      </Show>
      <Show when={doctor.progress()}>
        {(now) => (
          <Progress
            label={t('doctor.running')}
            value={now().total ? now().done / now().total : null}
            detail={t(`doctor.phase.${now().phase}`, { done: now().done, total: now().total })}
            rate={rateText(now())}
            remainingSeconds={now().remainingSeconds}
            action={
              <Button size="s" onClick={doctor.stop}>
                {t('doctor.stop')}
              </Button>
            }
          />
        )}
      </Show>
      <Show when={doctor.findings().length > 0 && doctor.examination()}>
        {(examination) => <FindingsPanel examination={examination()} />}
      </Show>
      <Changes />
      <Brought />
    </section>
  );
}

function rateText({ phase, rate }: { phase: string; rate: number | null }): string | null {
  if (rate === null || phase !== 'features') return null;
  return t('doctor.rate', { rate: format.number(rate, rate < 10 ? 1 : 0) });
}
