import { Show } from 'solid-js';
import { augmentationVerdict } from '../../../../core/augmentation/verdict';
import type { Run } from '../../../../core/run';
import { format, t } from '../../../locales';

/** Whether augmentation helped a run on validation, and which model it holds. */
export function AugmentationVerdictLine(props: { run: Run }) {
  const points = (share: number) => format.number(100 * share, 1);
  return (
    <Show when={augmentationVerdict(props.run)}>
      {(verdict) => {
        const range = () => ({ low: points(verdict().low), high: points(verdict().high) });
        const said = () => {
          const { effect, gain } = verdict();
          return effect === 'none'
            ? t('augmentation.verdict.none', range())
            : t(`augmentation.verdict.${effect}`, { ...range(), points: points(Math.abs(gain)) });
        };
        return (
          <p>
            {said()} {t(`augmentation.kept.${verdict().kept}`)}
          </p>
        );
      }}
    </Show>
  );
}
