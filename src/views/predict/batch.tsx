import FileArchive from 'lucide-solid/icons/file-archive';
import FolderOpen from 'lucide-solid/icons/folder-open';
import { Match, Show, Switch } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { RunningBatch } from '../../state/batch';
import { type Dropped, readFileList } from '../../state/dropped-files';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/notice';
import { Progress } from '../../ui/progress';
import { BatchOutcome } from './batch-outcome';
import './batch.css';

/** Hands a drop to the batch: with the model and the number of answers chosen on the view. */
export function useBatchStart(): (dropped: Dropped) => void {
  const { batch, experiment } = useApp();
  return (dropped) => {
    const many = experiment.answers.many();
    const options = { topK: many === 'all' ? Number.MAX_SAFE_INTEGER : Number(many) };
    // The fault is shown on the panel.
    batch.start(experiment.askedRun(), dropped, options).catch(() => {});
  };
}

/** A ZIP or a folder of pictures to predict, picked by a button. */
export function BatchStart() {
  const { batch } = useApp();
  const start = useBatchStart();
  const pick = (what: 'zip' | 'folder') => {
    const input = document.createElement('input');
    input.type = 'file';
    if (what === 'folder') input.webkitdirectory = true;
    else input.accept = '.zip,application/zip';
    input.addEventListener('change', () => {
      const dropped = readFileList(input.files ?? []);
      if (dropped.files.length > 0) start(dropped);
    });
    input.click();
  };
  return (
    <section class="batch-start" aria-label={t('batch.title')} hidden={batch.running() !== null}>
      <p class="muted">
        <strong>{t('batch.title')}</strong> {t('batch.hint')}
      </p>
      <div class="batch-start-actions">
        <Button size="s" icon={<FileArchive />} onClick={() => pick('zip')}>
          {t('batch.zip')}
        </Button>
        <Button size="s" icon={<FolderOpen />} onClick={() => pick('folder')}>
          {t('batch.folder')}
        </Button>
      </div>
    </section>
  );
}

/** The batch under way, or what the last one came to. */
export function BatchPanel() {
  const { batch } = useApp();
  return (
    <Switch>
      <Match when={batch.running()}>{(now) => <Running now={now()} />}</Match>
      <Match when={batch.error()}>
        {(fault) => <ErrorNotice error={fault()} onDismiss={batch.dismiss} />}
      </Match>
      <Match when={batch.finished()}>{(result) => <BatchOutcome result={result()} />}</Match>
    </Switch>
  );
}

function Running(props: { now: RunningBatch }) {
  const { batch } = useApp();
  const label = () => t('batch.running', { name: props.now.name });
  const share = () => (props.now.total ? props.now.done / props.now.total : null);
  const detail = () => {
    const { done, total } = props.now;
    return total === null ? t('batch.listing') : t('batch.progress', { done, total });
  };
  const rate = () => {
    const value = props.now.rate;
    if (value === null) return null;
    return t('batch.rate', { rate: format.number(value, value < 10 ? 1 : 0) });
  };
  return (
    <section class="batch" aria-label={label()}>
      <Progress
        label={label()}
        value={share()}
        detail={detail()}
        rate={rate()}
        remainingSeconds={props.now.remainingSeconds}
        more={
          props.now.failed > 0 ? t('batch.failedSoFar', { count: props.now.failed }) : undefined
        }
        action={
          <Button size="s" disabled={props.now.stopping} onClick={batch.stop}>
            {props.now.stopping ? t('common.stopping') : t('batch.stop')}
          </Button>
        }
      />
      <Show when={!props.now.stopping}>
        <p class="muted small">{t('batch.stopKeeps')}</p>
      </Show>
    </section>
  );
}
