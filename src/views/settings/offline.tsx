import { Match, onMount, Show, Switch } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/notice';
import { Progress } from '../../ui/progress';

/** What opens without a network, and a button that brings in the rest. */
export function Offline() {
  const { offline } = useApp();
  onMount(offline.look);
  const left = () => {
    const size = offline.size();
    return size ? size.all - size.kept : null;
  };
  const pace = () => offline.pace();
  return (
    <section>
      <h2>{t('settings.offline.title')}</h2>
      <div>
        <p class="muted">{t('settings.offline.lead')}</p>
        <Show when={offline.error()}>{(error) => <ErrorNotice error={error()} />}</Show>
        <Switch>
          <Match when={offline.pace()}>
            <Progress
              label={t('settings.offline.keeping')}
              value={offline.size() ? offline.size()!.kept / offline.size()!.all : null}
              detail={t('common.ofTotal', {
                done: format.bytes(offline.size()?.kept ?? 0),
                total: format.bytes(offline.size()?.all ?? 0),
              })}
              rate={
                pace()?.rate ? t('common.perSecond', { rate: format.bytes(pace()!.rate!) }) : null
              }
              remainingSeconds={pace()?.remainingSeconds ?? null}
              action={
                <Button size="s" onClick={offline.stop}>
                  {t('common.stop')}
                </Button>
              }
            />
          </Match>
          <Match when={left() === 0}>
            <p role="status">{t('settings.offline.all')}</p>
          </Match>
          <Match when={left()}>
            {(bytes) => (
              <Button onClick={() => void offline.keep()}>
                {t('settings.offline.keep', { size: format.bytes(bytes()) })}
              </Button>
            )}
          </Match>
        </Switch>
      </div>
    </section>
  );
}
