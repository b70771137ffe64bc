import { t } from '../../locales';
import type { SortKey } from '../../state/experiment-leaderboard';
import { Select } from '../../ui/select';

/** What heads sort by, where columns have none: on a phone. */
export function SortSelect(props: {
  value: SortKey;
  hasTest: boolean;
  onChange: (key: SortKey) => void;
}) {
  const keys = (): { value: SortKey; label: string }[] => [
    { value: 'accuracy', label: t('compare.columns.validation') },
    ...(props.hasTest ? [{ value: 'test' as const, label: t('compare.columns.test') }] : []),
    { value: 'time', label: t('compare.columns.time') },
    { value: 'size', label: t('compare.columns.size') },
    { value: 'latency', label: t('compare.columns.latency') },
    { value: 'name', label: t('compare.columns.model') },
  ];
  return (
    <div class="sort-select">
      <Select
        label={t('compare.sort.label')}
        value={props.value}
        options={keys()}
        onChange={props.onChange}
      />
    </div>
  );
}
