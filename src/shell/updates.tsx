import { Match, Switch } from 'solid-js';
import { t } from '../locales';
import { createAppUpdate } from '../pwa';
import { useApp } from '../state/app';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import './updates.css';

/** Says when a new version waits or the page has become able to work offline; never interrupts work. */
export function Updates() {
  const { activity } = useApp();
  const update = createAppUpdate();
  return (
    <div class="updates">
      <Switch>
        <Match when={update.waiting() && activity.current()}>
          <Notice role="status" onDismiss={update.dismiss}>
            {t('shell.update.afterTraining')}
          </Notice>
        </Match>
        <Match when={update.waiting()}>
          <Notice
            role="status"
            onDismiss={update.dismiss}
            action={
              <Button size="s" onClick={update.apply}>
                {t('shell.update.apply')}
              </Button>
            }
          >
            {t('shell.update.ready')}
          </Notice>
        </Match>
        <Match when={update.offlineReady()}>
          <Notice role="status" onDismiss={update.dismiss}>
            {t('shell.offlineReady')}
          </Notice>
        </Match>
      </Switch>
    </div>
  );
}
