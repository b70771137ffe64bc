import type { Dataset } from '../../../core/dataset';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { ConfirmDialog } from '../../ui/dialog';
import { focusPageIfLost } from '../../ui/return-focus';

/** Asks, naming what goes with the dataset, and deletes. */
export function DeleteDataset(props: { dataset: Dataset; open: boolean; onClose: () => void }) {
  const { datasets, history } = useApp();
  const consequence = () => {
    const count = history.ofDataset(props.dataset.id).length;
    const pictures = t('common.pictures', { count: props.dataset.images });
    return count === 0
      ? t('data.deleteTextAlone', { pictures })
      : t('data.deleteText', { count, pictures });
  };
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={t('data.deleteTitle', { name: props.dataset.name })}
      description={consequence()}
      confirm={t('common.delete')}
      onConfirm={() => void datasets.remove(props.dataset.id).then(focusPageIfLost)}
    />
  );
}
