import { createMemo, Match, Switch } from 'solid-js';
import { toWire } from '../../../core/errors';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { ErrorNotice, Notice } from '../../ui/notice';

/** What came of the last import, where it is not simply the pictures below. */
export function ImportOutcome(props: { onAgain: () => void }) {
  const { datasets, route } = useApp();
  const code = createMemo(() => {
    const error = datasets.importError();
    return error ? toWire(error).code : null;
  });
  const action = () => {
    if (code() === 'storageFull') {
      return { label: t('data.import.freeSpace'), run: () => route.go('runs') };
    }
    if (code() === 'internal' || code() === 'workerCrashed') return undefined;
    return { label: t('data.import.again'), run: props.onAgain };
  };
  return (
    <Switch>
      <Match when={code() === 'cancelled'}>
        <Notice role="status" onDismiss={datasets.dismissImport}>
          {t('data.import.stopped')}
        </Notice>
      </Match>
      <Match when={datasets.importError()}>
        {(error) => (
          <ErrorNotice error={error()} action={action()} onDismiss={datasets.dismissImport} />
        )}
      </Match>
      <Match when={datasets.cutOff().length > 0}>
        <Notice
          tone="warn"
          title={t('data.import.cutOff.title', { name: datasets.cutOff().join(', ') })}
          onDismiss={datasets.dismissImport}
          action={
            <Button size="s" onClick={props.onAgain}>
              {t('data.import.again')}
            </Button>
          }
        >
          {t('data.import.cutOff.text')}
        </Notice>
      </Match>
      <Match when={datasets.imported()?.existing && datasets.imported()}>
        {(result) => (
          <Notice role="status" onDismiss={datasets.dismissImport}>
            {t('data.import.existing', { name: result().dataset.name })}
          </Notice>
        )}
      </Match>
    </Switch>
  );
}
