import { createMemo, createSignal, For, Show } from 'solid-js';
import { accuracyDomain } from '../../charts/scale';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import type { PastExperiment } from '../../state/history';
import { ConfirmDialog } from '../../ui/dialog';
import { focusPageIfLost } from '../../ui/return-focus';
import { ExperimentRow } from './experiment-row';
import './experiment-list.css';

export function ExperimentList(props: { experiments: PastExperiment[] }) {
  const { history } = useApp();
  const domain = createMemo(() =>
    accuracyDomain(
      props.experiments.flatMap(({ best }) => {
        const score = best?.test ?? best?.validation;
        return score ? [score.interval] : [];
      }),
    ),
  );
  const [deleting, setDeleting] = createSignal<PastExperiment>();
  return (
    <>
      <table class="experiments">
        <thead>
          <tr>
            <th scope="col">{t('runs.columns.experiment')}</th>
            <th scope="col">{t('runs.columns.status')}</th>
            <th scope="col">{t('runs.columns.best')}</th>
            <th scope="col">{t('runs.columns.accuracy')}</th>
            <th scope="col">
              <span class="visually-hidden">{t('runs.columns.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.experiments}>
            {(past) => (
              <ExperimentRow past={past} domain={domain()} onDelete={() => setDeleting(past)} />
            )}
          </For>
        </tbody>
      </table>
      <Show when={deleting()}>
        {(past) => (
          <ConfirmDialog
            open
            onClose={() => setDeleting(undefined)}
            title={t('runs.deleteTitle')}
            description={t('runs.deleteText', { count: past().runs.length })}
            confirm={t('common.delete')}
            onConfirm={() => void history.remove(past().experiment.id).then(focusPageIfLost)}
          />
        )}
      </Show>
    </>
  );
}
