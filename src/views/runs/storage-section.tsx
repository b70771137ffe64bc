import Trash from 'lucide-solid/icons/trash';
import { createSignal, For, Show } from 'solid-js';
import type { Dataset } from '../../../core/dataset';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { Button, IconButton } from '../../ui/button';
import { DeleteDataset } from '../data/delete-dataset';
import './storage-section.css';
import { storageUseText } from './storage-use-text';

/** How much of the browser's storage is used, by what, and whether it is safe there. */
export function StorageSection() {
  const { datasets, experiment, route, storage } = useApp();
  const [deleting, setDeleting] = createSignal<Dataset>();
  const [refused, setRefused] = createSignal(false);
  return (
    <section class="storage" aria-labelledby="storage-title">
      <h2 id="storage-title">{t('runs.storage.title')}</h2>
      <Show when={storage.use()}>
        {(use) => (
          <>
            <div class="storage-use">
              <p>{storageUseText(use())}</p>
              <Show when={use().quotaBytes}>
                {(quota) => (
                  <meter
                    aria-label={t('runs.storage.bar')}
                    min={0}
                    max={quota()}
                    value={use().usedBytes}
                  />
                )}
              </Show>
            </div>
            <div class="storage-kept">
              <p class="muted">
                {t(use().persisted ? 'runs.storage.persisted' : 'runs.storage.fleeting')}
              </p>
              <Show when={!use().persisted}>
                <Button size="s" onClick={async () => setRefused(!(await storage.persist()))}>
                  {t('runs.storage.persist')}
                </Button>
              </Show>
            </div>
            <Show when={refused() && !use().persisted}>
              <p class="small" role="status">
                {t('runs.storage.refused')}
              </p>
            </Show>
          </>
        )}
      </Show>
      <Show when={deleting()}>
        {(dataset) => (
          <DeleteDataset dataset={dataset()} open onClose={() => setDeleting(undefined)} />
        )}
      </Show>
      <Show when={datasets.all()?.length}>
        <ul class="storage-datasets">
          <For each={datasets.all()}>
            {(dataset) => (
              <li>
                <a href={route.href('data')} onClick={() => void datasets.select(dataset.id)}>
                  {dataset.name}
                </a>
                <span class="storage-dataset-tools">
                  <span class="muted">
                    {t('common.pictures', { count: dataset.images })} ·{' '}
                    {format.bytes(dataset.bytes)}
                  </span>
                  <IconButton
                    size="s"
                    label={t('runs.storage.deleteDataset', { name: dataset.name })}
                    icon={<Trash />}
                    disabled={experiment.running()?.datasetId === dataset.id}
                    onClick={() => setDeleting(dataset)}
                  />
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
