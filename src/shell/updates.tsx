import { type JSX, Match, Switch } from 'solid-js';
import { t } from '../locales';
import { createAppUpdate } from '../pwa';
import { useApp } from '../state/app';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import './updates.css';

/** Says when a new version waits or the page has become able to work offline; never interrupts work. */
export function Updates() {
  const { activity, modelImport, offline } = useApp();
  const busy = () =>
    activity.current() !== null || modelImport.running() !== null || offline.pace() !== null;
  const update = createAppUpdate(busy);
  const notice = (text: JSX.Element, action?: JSX.Element) => (
    <Notice role="status" onDismiss={update.dismiss} action={action}>
      {text}
    </Notice>
  );
  const applying = (label: string) => (
    <Button size="s" onClick={() => void update.apply()}>
      {label}
    </Button>
  );
  return (
    <div class="updates">
      <Switch>
        <Match when={update.replaced() && busy()}>{notice(t('shell.update.replacedAtWork'))}</Match>
        <Match when={update.replaced()}>
          {notice(
            t('shell.update.replaced'),
            <Button size="s" onClick={() => location.reload()}>
              {t('common.reload')}
            </Button>,
          )}
        </Match>
        <Match when={update.waiting() && busy()}>{notice(t('shell.update.afterTraining'))}</Match>
        <Match when={update.waiting() && update.held()}>
          {notice(t('shell.update.heldElsewhere'), applying(t('common.retry')))}
        </Match>
        <Match when={update.waiting()}>
          {notice(t('shell.update.ready'), applying(t('shell.update.apply')))}
        </Match>
        <Match when={update.offlineReady()}>{notice(t('shell.offlineReady'))}</Match>
      </Switch>
    </div>
  );
}
