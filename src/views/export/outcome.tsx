import Download from 'lucide-solid/icons/download';
import { createEffect, Match, on, Show, Switch } from 'solid-js';
import type { ExportProgress } from '../../../core/contract/export';
import { toWire } from '../../../core/errors';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { type FinishedExport, type RunningExport, shareOf } from '../../state/export';
import { Button } from '../../ui/button';
import { downloadBlob } from '../../ui/download';
import { ErrorNotice, Notice } from '../../ui/notice';
import { Progress } from '../../ui/progress';
import { CertificateReport } from './certificate';

/** The export under way, or what the last one came to. */
export function ExportOutcome() {
  const { exports } = useApp();
  const wasStopped = () => exports.error() && toWire(exports.error()).code === 'cancelled';
  let place!: HTMLDivElement;
  // It may have been started from the end of a long page.
  createEffect(
    on(
      () => exports.running() !== null,
      () => place.scrollIntoView({ block: 'nearest' }),
      { defer: true },
    ),
  );
  return (
    <div ref={place} class="export-outcomes">
      <Switch>
        <Match when={exports.running()}>{(now) => <Running now={now()} />}</Match>
        <Match when={wasStopped()}>
          <Notice role="status" onDismiss={exports.dismiss}>
            {t('exports.stopped')}
          </Notice>
        </Match>
        <Match when={exports.error()}>
          {(error) => <ErrorNotice error={error()} onDismiss={exports.dismiss} />}
        </Match>
        <Match when={exports.finished()}>{(done) => <Finished done={done()} />}</Match>
      </Switch>
    </div>
  );
}

function Running(props: { now: RunningExport }) {
  const { exports } = useApp();
  const label = () => t('exports.running', { name: props.now.name });
  return (
    <section class="export-outcome" aria-label={label()}>
      <Progress
        label={label()}
        value={shareOf(props.now)}
        detail={detail(props.now)}
        action={
          <Button size="s" disabled={props.now.stopping} onClick={exports.stop}>
            {props.now.stopping ? t('common.stopping') : t('exports.stop')}
          </Button>
        }
      />
      <p class="muted small">{t('exports.stopLeaves')}</p>
    </section>
  );
}

function detail({ phase, done, total }: ExportProgress): string {
  if (phase === 'loading') return t('exports.phase.loading');
  if (phase === 'checking') {
    return total ? t('exports.phase.checking', { done, total }) : t('exports.phase.checkingSoon');
  }
  const written = format.bytes(done);
  return total
    ? t('exports.phase.writing', { done: written, total: format.bytes(total) })
    : t('exports.phase.writingSome', { done: written });
}

function Finished(props: { done: FinishedExport }) {
  const { exports } = useApp();
  return (
    <section class="export-outcome" aria-labelledby="export-done">
      <div class="export-outcome-head">
        <div>
          <h2 id="export-done">
            {t('exports.done', {
              name: props.done.name,
              size: format.bytes(props.done.bytes),
            })}
          </h2>
          <Show when={props.done.file === null}>
            <p class="muted">{t('exports.saved')}</p>
          </Show>
        </div>
        <div class="export-actions">
          <Show when={props.done.file}>
            {(file) => (
              <Button
                size="s"
                icon={<Download />}
                onClick={() => downloadBlob(file(), props.done.name)}
              >
                {t('exports.again')}
              </Button>
            )}
          </Show>
          <Button size="s" kind="quiet" onClick={exports.dismiss}>
            {t('exports.clear')}
          </Button>
        </div>
      </div>
      <Show
        when={props.done.certificate}
        fallback={<p class="muted">{t('exports.certificate.mlflow')}</p>}
      >
        {(certificate) => <CertificateReport certificate={certificate()} />}
      </Show>
    </section>
  );
}
