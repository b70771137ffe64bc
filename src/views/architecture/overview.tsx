import { For } from 'solid-js';
import type { ArchitectureDescription } from '../../../core/contract/architecture';
import { t } from '../../locales';
import { nodesOf, quantity, shapeText, stageTitle, sumsOf } from './figures';
import './overview.css';

/** The stages side by side: the higher a box, the finer its feature map. */
export function Overview(props: { network: ArchitectureDescription }) {
  const stages = () =>
    props.network.stages.map((stage) => ({ name: stage.name, ...sumsOf(nodesOf(stage)) }));
  /** Of a map, its side; a transformer's tokens lie on a grid that stays; a vector is one place. */
  const side = (shape: readonly number[]) => {
    if (shape.length === 3) return shape[0] ?? 1;
    return shape.length === 2 ? Math.sqrt(shape[0] ?? 1) : 1;
  };
  const height = (shape: readonly number[]) => {
    const most = Math.max(...stages().map((stage) => side(stage.shape)));
    return `${Math.round(16 + (80 * Math.log2(side(shape))) / Math.log2(most))}px`;
  };
  return (
    <section class="overview" aria-label={t('architecture.overview')}>
      <ol class="overview-stages">
        <For each={stages()}>
          {(stage) => (
            <li data-state={stage.state}>
              <a
                href={`#stage-${stage.name}`}
                onClick={(event) => {
                  event.preventDefault();
                  const target = document.getElementById(`stage-${stage.name}`);
                  target?.scrollIntoView({ block: 'start' });
                  target?.focus({ preventScroll: true });
                }}
              >
                <span
                  class="overview-box"
                  data-state={stage.state}
                  style={{ height: height(stage.shape) }}
                  aria-hidden="true"
                />
                <span class="overview-name">{stageTitle(stage.name)}</span>
                <span class="overview-state">{t(`architecture.${stage.state}`)}</span>
                <span class="overview-figures">
                  <span>{shapeText(stage.shape)}</span>
                  <span>{t('architecture.macs', { count: quantity(stage.macs) })}</span>
                </span>
              </a>
            </li>
          )}
        </For>
      </ol>
      <ul class="overview-legend">
        <li>
          <span class="overview-key" data-state="frozen" aria-hidden="true" />
          {t('architecture.legend.frozen')}
        </li>
        <li>
          <span class="overview-key" data-state="trained" aria-hidden="true" />
          {t('architecture.legend.trained')}
        </li>
        <li>
          <span class="overview-key overview-key-line" aria-hidden="true" />
          {t('architecture.legend.shortcut')}
        </li>
      </ul>
    </section>
  );
}
