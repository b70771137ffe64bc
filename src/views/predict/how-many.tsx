import { t } from '../../locales';
import type { Many } from '../../state/experiment-answers';
import { Segmented } from '../../ui/segmented';

/** The most likely ones, of answers that are in order. */
export function take<T>(answers: readonly T[], many: Many): readonly T[] {
  return many === 'all' ? answers : answers.slice(0, Number(many));
}

/** Offers only numbers that differ: two classes are one or all. */
export function HowMany(props: {
  classes: number;
  value: Many;
  onChange: (many: Many) => void;
  showLabel?: boolean;
}) {
  const options = () => (['1', '3', '5'] as const).filter((many) => Number(many) < props.classes);
  const value = () => (options().some((many) => many === props.value) ? props.value : 'all');
  return (
    <Segmented
      label={t('predict.howMany')}
      showLabel={props.showLabel}
      value={value()}
      options={[
        ...options().map((many) => ({ value: many, label: many })),
        { value: 'all' as const, label: t('predict.all') },
      ]}
      onChange={props.onChange}
    />
  );
}
