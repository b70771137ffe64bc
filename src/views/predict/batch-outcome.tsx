import Download from 'lucide-solid/icons/download';
import { Show } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { FinishedBatch } from '../../state/batch';
import { groupSkipped } from '../../state/class-summary';
import { Button } from '../../ui/button';
import { downloadBlob, fileName } from '../../ui/download';
import { ErrorNotice, Notice } from '../../ui/notice';
import { Explained } from '../../ui/tooltip';
import { runName } from '../compare/run-name';
import { SkippedFiles } from '../data/skipped-files';
import { BatchCounts } from './batch-counts';
import { BatchPreview } from './batch-preview';

/** What a batch came to: how many, of what, how right, what failed; and the CSV. */
export function BatchOutcome(props: { result: FinishedBatch }) {
  const { batch, history } = useApp();
  const run = () => history.run(props.result.runId);
  const done = () => props.result.images + props.result.failed.length;
  const summary = () =>
    [
      t('batch.answered', { count: props.result.images }),
      ...[run()].flatMap((known) => (known ? [t('batch.by', { model: runName(known) })] : [])),
      t('batch.took', { duration: format.duration(props.result.seconds) }),
    ].join(' ');
  const howFar = (key: 'batch.stopped' | 'batch.ended') => {
    const { total } = props.result;
    return total === null ? t('batch.stoppedEarly') : t(key, { done: done(), total });
  };
  const save = () => {
    const { csv, name } = props.result;
    // Excel takes a CSV for the system's old code page unless it begins with a byte order mark.
    const marked = new Blob(['\ufeff', csv], { type: csv.type });
    downloadBlob(marked, fileName(name.replace(/\.zip$/i, ''), 'csv'));
  };
  return (
    <section class="batch" aria-label={t('batch.heading', { name: props.result.name })}>
      <div class="batch-head">
        <div>
          <h2>{t('batch.heading', { name: props.result.name })}</h2>
          <p class="muted">{summary()}</p>
        </div>
        <div class="batch-actions">
          <Button
            kind="primary"
            icon={<Download />}
            title={t('batch.downloadHint', { name: props.result.name })}
            onClick={save}
          >
            {t('batch.download')}
          </Button>
          <Button kind="quiet" onClick={batch.dismiss}>
            {t('batch.clear')}
          </Button>
        </div>
      </div>
      <Show when={props.result.cancelled}>
        <Notice role="status">{howFar('batch.stopped')}</Notice>
      </Show>
      <Show when={props.result.error}>
        {(fault) => (
          <>
            <Notice tone="warn">{howFar('batch.ended')}</Notice>
            <ErrorNotice error={fault()} />
          </>
        )}
      </Show>
      <Show when={props.result.accuracy}>
        {(score) => (
          <p class="batch-accuracy">
            <span>{t('batch.accuracy')}</span>
            <Explained
              why={t('batch.accuracyWhy', { correct: score().correct, count: score().count })}
            >
              {format.score(score())}
            </Explained>
          </p>
        )}
      </Show>
      <Show when={props.result.images > 0 && run()}>
        {(known) => <BatchCounts result={props.result} run={known()} />}
      </Show>
      <Show when={props.result.failed.length > 0}>
        <div class="batch-failed">
          <h3>{t('batch.failed', { count: props.result.failed.length })}</h3>
          <SkippedFiles groups={groupSkipped(props.result.failed)} />
        </div>
      </Show>
      <Show when={done() > 0}>
        <BatchPreview result={props.result} rows={done()} />
      </Show>
    </section>
  );
}
