import { Match, Switch } from 'solid-js';
import { t } from '../locales';
import { useApp } from '../state/app';
import { Notice } from '../ui/notice';

/** Pictures that were opened with the app before it has a model: they are answered by the first. */
export function WaitingPictures() {
  const { openedFiles } = useApp();
  return (
    <Switch>
      <Match when={openedFiles.failed()}>
        <Notice role="status" tone="warn" onDismiss={openedFiles.dismiss}>
          {t('shell.shareFailed')}
        </Notice>
      </Match>
      <Match when={openedFiles.waiting().length}>
        {(count) => (
          <Notice role="status" onDismiss={openedFiles.dismiss}>
            {t('shell.waitingPictures', { count: count() })}
          </Notice>
        )}
      </Match>
    </Switch>
  );
}
