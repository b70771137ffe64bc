import { Show } from 'solid-js';
import { format, t } from '../../locales';
import type { Standing } from '../../state/experiment-leaderboard';
import { Explained } from '../../ui/tooltip';

/** `Leads`, `Tied with the leader`, or nothing for a run that is behind. */
export function StandingLabel(props: { row: Standing }) {
  return (
    <Show when={props.row.place === 1 || props.row.comparison?.tied}>
      <span class="standing" data-leads={props.row.place === 1 ? '' : undefined}>
        <Show when={comparisonWhy(props.row)} fallback={t('compare.leader')}>
          {(why) => <Explained why={why()}>{t('compare.tied')}</Explained>}
        </Show>
      </span>
    </Show>
  );
}

/** How far from the leader, in pictures; null where nothing was compared. */
export function comparisonWhy({ comparison }: Standing): string | null {
  if (!comparison) return null;
  const { on, pictures, onlyLeader, onlyThis, p, tied } = comparison;
  const values = {
    pictures,
    onlyLeader,
    onlyThis,
    p: p < 0.001 ? `< ${format.number(0.001, 3)}` : format.number(p, 3),
  };
  return tied ? t(`compare.tiedWhy.${on}`, values) : t(`compare.behindWhy.${on}`, values);
}
