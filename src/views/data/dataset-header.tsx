import ArrowRight from 'lucide-solid/icons/arrow-right';
import Plus from 'lucide-solid/icons/plus';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, Show } from 'solid-js';
import type { Dataset } from '../../../core/dataset';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { Button, IconButton, LinkButton } from '../../ui/button';
import { Select } from '../../ui/select';
import { ExportDataset } from './dataset-export';
import { DeleteDataset } from './delete-dataset';
import './dataset-header.css';

export function DatasetHeader(props: { dataset: Dataset; onImport: () => void }) {
  const { datasets, experiment, history, route } = useApp();
  const [deleting, setDeleting] = createSignal(false);
  const several = () => (datasets.all()?.length ?? 0) > 1;
  const trained = () => history.ofDataset(props.dataset.id).some(({ best }) => best);

  return (
    <header class="dataset-header">
      <div class="dataset-name">
        <Show when={several()} fallback={<h1>{props.dataset.name}</h1>}>
          <h1 class="visually-hidden">{props.dataset.name}</h1>
          <Select
            label={t('data.dataset')}
            showLabel={false}
            value={props.dataset.id}
            options={(datasets.all() ?? []).map(({ id, name, images }) => ({
              value: id,
              label: `${name} (${format.number(images)})`,
            }))}
            onChange={(id) => {
              route.go('data');
              void datasets.select(id);
            }}
          />
        </Show>
        <div class="dataset-tools">
          <Button kind="quiet" size="s" icon={<Plus />} onClick={props.onImport}>
            {t('data.import.another')}
          </Button>
          <ExportDataset dataset={props.dataset} />
          <IconButton
            size="s"
            label={t('data.delete')}
            icon={<Trash />}
            disabled={experiment.running()?.datasetId === props.dataset.id}
            onClick={() => setDeleting(true)}
          />
        </div>
      </div>
      <div class="dataset-next">
        <LinkButton kind={trained() ? 'secondary' : 'primary'} size="l" href={route.href('train')}>
          {t(trained() ? 'data.again' : 'data.next')}
          <Show when={!trained()}>
            <ArrowRight aria-hidden="true" />
          </Show>
        </LinkButton>
        <Show when={trained()}>
          <LinkButton kind="primary" size="l" href={route.href('compare')}>
            {t('data.results')}
            <ArrowRight aria-hidden="true" />
          </LinkButton>
        </Show>
      </div>
      <DeleteDataset dataset={props.dataset} open={deleting()} onClose={() => setDeleting(false)} />
    </header>
  );
}
