import { createMemo, For, Show } from 'solid-js';
import { changesOf } from '../../../../core/doctor/trained-version';
import { t } from '../../../locales';
import { useApp } from '../../../state/app';
import { Button } from '../../../ui/button';
import { editText } from './words';

const mostShown = 8;

/** What was changed since the import, newest first, each step to be taken back; and the way to train on it. */
export function Changes() {
  const { datasets, experiment, route, versions } = useApp();
  const newest = createMemo(() => versions.edits().toReversed().slice(0, mostShown));
  const last = () => experiment.experiments().find(({ status }) => status === 'finished');
  const seesAnother = () =>
    changesOf(versions.edits()).length > 0 && last()?.datasetHash !== versions.hash();
  const train = () => {
    const [before, dataset] = [last(), datasets.current()];
    if (!before || !dataset) return;
    // What goes wrong is shown where training is.
    experiment.train({ ...before.options, dataset: dataset.id }).catch(() => {});
    route.go('train');
  };
  return (
    <Show when={versions.edits().length > 0 || versions.canRedo()}>
      <div class="doctor-changes">
        <h3>
          {t('doctor.changes.title', { count: versions.edits().length })}{' '}
          <Show when={versions.hash()}>
            {(hash) => (
              <span class="muted small">
                {t('doctor.changes.version', { hash: hash().slice(0, 8) })}
              </span>
            )}
          </Show>
        </h3>
        <ul>
          <For each={newest()}>{(edit) => <li>{editText(edit)}</li>}</For>
        </ul>
        <div class="doctor-actions">
          <Button
            size="s"
            disabled={!versions.canUndo()}
            aria-keyshortcuts="z"
            onClick={() => void versions.undo()}
          >
            {t('doctor.actions.undo')}{' '}
            <span class="doctor-key" aria-hidden="true">
              Z
            </span>
          </Button>
          <Button
            size="s"
            kind="quiet"
            disabled={!versions.canRedo()}
            onClick={() => void versions.redo()}
          >
            {t('doctor.actions.redo')}
          </Button>
          <Button
            size="s"
            kind="quiet"
            disabled={!versions.canUndo()}
            onClick={() => void versions.reset()}
          >
            {t('doctor.actions.reset')}
          </Button>
          <Show when={last() && seesAnother()}>
            <Button
              size="s"
              kind="primary"
              disabled={experiment.phase() !== 'idle'}
              onClick={train}
            >
              {t('doctor.train')}
            </Button>
            <span class="muted small">{t('doctor.trainNote')}</span>
          </Show>
        </div>
      </div>
    </Show>
  );
}
