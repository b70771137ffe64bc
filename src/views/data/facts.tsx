import type { Dataset } from '../../../core/dataset';
import { format, t } from '../../locales';
import type { ClassSummary } from '../../state/class-summary';
import { FactList } from '../../ui/fact-list';

export function Facts(props: { dataset: Dataset; classes: ClassSummary[] }) {
  const perClass = () => {
    const counts = props.classes.map(({ pictures }) => pictures.length);
    const low = Math.min(...counts);
    const high = Math.max(...counts);
    return low === high ? format.number(low) : t('data.facts.range', { low, high });
  };
  const rows = (): [string, string | null][] => [
    [t('data.facts.pictures'), format.number(props.dataset.images)],
    [t('data.facts.classes'), format.number(props.dataset.classes.length)],
    [t('data.facts.perClass'), props.classes.length ? perClass() : null],
    [t('data.facts.size'), format.bytes(props.dataset.bytes)],
    [t('data.facts.imported'), format.recent(props.dataset.createdAt)],
  ];
  return <FactList facts={rows()} />;
}
