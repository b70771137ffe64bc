import { Show } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { Progress } from '../../ui/progress';
import './import-progress.css';

/** The import under way: what it does, how far, how fast, how long; and a way to stop it. */
export function ImportProgressPanel() {
  const { datasets } = useApp();
  return (
    <Show when={datasets.importing()}>
      {(now) => {
        const detail = () => {
          const { done, total, phase, skipped } = now();
          const parts = [t(`data.import.phase.${phase}`)];
          if (total !== null) parts.push(t('data.import.progress', { done, total }));
          else if (done > 0) parts.push(t('data.import.found', { count: done }));
          if (skipped > 0) parts.push(t('data.import.skipped', { count: skipped }));
          return parts.join(' · ');
        };
        const rate = () => {
          const value = now().rate;
          return value === null
            ? null
            : t('data.import.rate', { rate: format.number(value, value < 10 ? 1 : 0) });
        };
        return (
          <section aria-label={t('data.import.label', { name: now().name })}>
            <Progress
              label={t('data.import.label', { name: now().name })}
              value={progress(now())}
              detail={detail()}
              rate={rate()}
              remainingSeconds={now().remainingSeconds}
              action={
                <Button size="s" disabled={now().stopping} onClick={datasets.stopImport}>
                  {now().stopping ? t('common.stopping') : t('data.import.stop')}
                </Button>
              }
            />
            <p class="muted small import-note">{t('data.import.stopKeeps')}</p>
          </section>
        );
      }}
    </Show>
  );
}

function progress({ done, total }: { done: number; total: number | null }): number | null {
  return total ? done / total : null;
}
