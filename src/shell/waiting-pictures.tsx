import { Show } from 'solid-js';
import { t } from '../locales';
import { useApp } from '../state/app';
import { Notice } from '../ui/notice';

/** Pictures that were opened with the app before it has a model: they are answered by the first. */
export function WaitingPictures() {
  const { openedFiles } = useApp();
  return (
    <Show when={openedFiles.waiting().length}>
      {(count) => (
        <Notice role="status" onDismiss={openedFiles.dismiss}>
          {t('shell.waitingPictures', { count: count() })}
        </Notice>
      )}
    </Show>
  );
}
