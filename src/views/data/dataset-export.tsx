import Download from 'lucide-solid/icons/download';
import { Match, Switch } from 'solid-js';
import type { Dataset } from '../../../core/dataset';
import { toWire } from '../../../core/errors';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { DatasetExportState, RunningDatasetExport } from '../../state/dataset-export';
import { shareOf } from '../../state/export';
import { Button, IconButton } from '../../ui/button';
import { downloadBlob } from '../../ui/download';
import { ErrorNotice, Notice } from '../../ui/notice';
import { Progress } from '../../ui/progress';
import { pickSaveFile } from '../../ui/save-picker';

/** Faults stand in `state.error()`. */
async function save(state: DatasetExportState, dataset: Dataset): Promise<void> {
  const target = await pickSaveFile(state.nameOf(dataset));
  if (target === 'dismissed') return;
  const written = await state.start(dataset, { target }).catch(() => null);
  if (written?.file) downloadBlob(written.file, written.name);
}

export function ExportDataset(props: { dataset: Dataset }) {
  const { datasetExport } = useApp();
  return (
    <IconButton
      size="s"
      label={t('data.export.start')}
      icon={<Download />}
      disabled={datasetExport.running() !== null}
      onClick={() => void save(datasetExport, props.dataset)}
    />
  );
}

/** The export of a dataset under way, or what the last one came to. */
export function DatasetExportOutcome() {
  const { datasetExport } = useApp();
  const wasStopped = () =>
    datasetExport.error() && toWire(datasetExport.error()).code === 'cancelled';
  return (
    <Switch>
      <Match when={datasetExport.running()}>{(now) => <Running now={now()} />}</Match>
      <Match when={wasStopped()}>
        <Notice role="status" onDismiss={datasetExport.dismiss}>
          {t('data.export.stopped')}
        </Notice>
      </Match>
      <Match when={datasetExport.error()}>
        {(error) => <ErrorNotice error={error()} onDismiss={datasetExport.dismiss} />}
      </Match>
      <Match when={datasetExport.finished()}>
        {(written) => (
          <Notice role="status" onDismiss={datasetExport.dismiss}>
            {t('data.export.done', { name: written().name, size: format.bytes(written().bytes) })}
          </Notice>
        )}
      </Match>
    </Switch>
  );
}

function Running(props: { now: RunningDatasetExport }) {
  const { datasetExport } = useApp();
  const label = () => t('data.export.running', { name: props.now.name });
  const detail = () => {
    const { done, total } = props.now;
    return total
      ? t('data.export.progress', { done: format.bytes(done), total: format.bytes(total) })
      : null;
  };
  return (
    <section aria-label={label()}>
      <Progress
        label={label()}
        value={shareOf(props.now)}
        detail={detail() ?? ''}
        remainingSeconds={props.now.remainingSeconds}
        action={
          <Button size="s" disabled={props.now.stopping} onClick={datasetExport.stop}>
            {props.now.stopping ? t('common.stopping') : t('data.export.stop')}
          </Button>
        }
      />
    </section>
  );
}
