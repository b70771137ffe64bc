import Rows from 'lucide-solid/icons/rows-3';
import { createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import { importedDataset } from '../../../core/dataset';
import { tableCsv } from '../../charts/table';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { DownloadButton } from '../../ui/download-button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/notice';
import { Select } from '../../ui/select';
import { ExperimentList } from './experiment-list';
import { historyTable } from './history-table';
import { ImportModel } from './import-model';
import { StorageSection } from './storage-section';
import './runs.css';

export default function Runs() {
  const { datasets, history, experiment } = useApp();
  const [only, setOnly] = createSignal('');
  const trainedOn = createMemo(() => {
    const ids = new Set(history.all()?.map(({ experiment }) => experiment.datasetId));
    return (datasets.all() ?? []).filter(({ id }) => ids.has(id));
  });
  /** Back to all of them when the chosen dataset is deleted. */
  const chosen = () => (trainedOn().some(({ id }) => id === only()) ? only() : '');
  const shown = () =>
    (history.all() ?? []).filter(
      ({ experiment }) => chosen() === '' || experiment.datasetId === chosen(),
    );
  const datasetName = (id: string) =>
    id === importedDataset
      ? t('importModel.place')
      : datasets.all()?.find((dataset) => dataset.id === id)?.name;
  return (
    <>
      <header class="view-head">
        <h1>{t('runs.title')}</h1>
        <Show when={history.all()?.length}>
          <p class="muted">{t('runs.lead')}</p>
        </Show>
        <Show when={trainedOn().length > 1}>
          <Select
            label={t('runs.filter')}
            value={chosen()}
            options={[
              { value: '', label: t('runs.filterAll') },
              ...trainedOn().map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setOnly}
          />
        </Show>
      </header>
      <Show when={experiment.error()}>
        {(error) => <ErrorNotice error={error()} onDismiss={experiment.clearError} />}
      </Show>
      <Switch fallback={<p class="opening">{t('runs.loading')}</p>}>
        <Match when={history.all()?.length}>
          <ExperimentList experiments={shown()} />
          <DownloadButton
            what={t('runs.csv.what')}
            name={t('runs.title')}
            files={[
              {
                format: 'csv',
                make: () => tableCsv(historyTable(shown(), datasetName)),
              },
            ]}
          />
        </Match>
        <Match when={history.all()}>
          <NoRuns />
        </Match>
      </Switch>
      <ImportModel />
      <StorageSection />
    </>
  );
}

function NoRuns() {
  const { datasets, route } = useApp();
  return (
    <EmptyState
      icon={<Rows />}
      title={t('runs.empty.title')}
      text={t('runs.empty.text')}
      action={
        <Show
          when={datasets.current()}
          fallback={
            <LinkButton kind="primary" href={route.href('data')}>
              {t('runs.empty.data')}
            </LinkButton>
          }
        >
          {(dataset) => (
            <LinkButton kind="primary" href={route.href('train')}>
              {t('runs.empty.train', { name: dataset().name })}
            </LinkButton>
          )}
        </Show>
      }
    />
  );
}
