import { For } from 'solid-js';
import type { Estimate } from '../../../core/contract/trainer';
import { format, t } from '../../locales';
import { backboneTitle, backboneWeights } from '../compare/backbone';
import './plan-list.css';

/** Which networks will be tried, what each has seen before, and how long each should take. */
export function PlanList(props: { backbones: readonly string[]; estimate: Estimate | null }) {
  const seconds = (id: string) =>
    props.estimate?.perBackbone.find(({ backbone }) => backbone === id)?.seconds;
  return (
    <ul class="plan-list" aria-label={t('train.manual.backbones')}>
      <For each={props.backbones}>
        {(id) => (
          <li>
            <span class="plan-name">{backboneTitle(id)}</span>
            <span class="plan-weights">{backboneWeights(id)}</span>
            <span class="plan-time">
              {seconds(id) === undefined
                ? ''
                : t('train.manual.seconds', { duration: format.duration(seconds(id) ?? 0) })}
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}
