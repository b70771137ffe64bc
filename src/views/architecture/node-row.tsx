import { createUniqueId, For, Show } from 'solid-js';
import type { ArchitectureBlock, ArchitectureNode } from '../../../core/contract/architecture';
import { t } from '../../locales';
import type { ArchitectureState } from '../../state/architecture';
import { ActivationPanel } from './activation-panel';
import { quantity, type RailRow, shapeText } from './figures';
import './node-row.css';

/** One layer; pressing it shows what it makes of the picture, right beneath. */
export function NodeRow(props: {
  node: ArchitectureNode;
  /** Id of the row above, in the same block. */
  above: string | null;
  block: ArchitectureBlock;
  rail: RailRow | undefined;
  state: ArchitectureState;
}) {
  const panelId = createUniqueId();
  const isOpen = () => props.state.node() === props.node.id;
  const short = (id: string) =>
    id.startsWith(`${props.block.name}.`) ? id.slice(props.block.name.length + 1) : id;
  const op = () => t(`architecture.ops.${props.node.op as 'add'}`);
  /** What it reads beside the row above it, in words: what the lines show. */
  const others = () => {
    const { inputs } = props.node;
    if (inputs.length < 2 && (props.above === null || inputs[0] === props.above)) return null;
    const inside = new Set(props.block.nodes.map(({ id }) => id));
    const names = inputs.map((id) => (inside.has(id) ? short(id) : t('architecture.blockInput')));
    return t('architecture.reads', { names: names.join(' + ') });
  };
  return (
    <li class="node" data-frozen={props.node.frozen ? '' : undefined}>
      <span class="rail" aria-hidden="true">
        <span
          class="rail-main"
          data-above={props.rail?.fromAbove ? '' : undefined}
          data-below={props.rail?.toBelow ? '' : undefined}
        />
        <For each={props.rail?.lanes ?? []}>
          {(lane, index) => (
            <span
              class="rail-lane"
              data-lane={lane ?? undefined}
              style={{ '--lane': index() + 1 }}
            />
          )}
        </For>
      </span>
      <div class="node-body">
        <button
          type="button"
          class="node-button"
          aria-expanded={isOpen()}
          aria-controls={isOpen() ? panelId : undefined}
          onClick={() => props.state.setNode(isOpen() ? null : props.node.id)}
        >
          <span class="node-name">
            <span class="node-op">{op()}</span>
            <Show when={props.node.detail}>{(detail) => <span>{detail()}</span>}</Show>
            <code>{short(props.node.id)}</code>
            <Show when={others()}>{(words) => <span class="muted">{words()}</span>}</Show>
          </span>
          <span class="node-figures">
            <span>{shapeText(props.node.shape)}</span>
            <Show when={props.node.parameters > 0}>
              <span>
                {t('architecture.parameters', { count: quantity(props.node.parameters) })}
              </span>
            </Show>
            <Show when={props.node.macs > 0}>
              <span>{t('architecture.macs', { count: quantity(props.node.macs) })}</span>
            </Show>
            <Show when={props.node.frozen && props.node.parameters > 0}>
              <span class="node-frozen">{t('architecture.frozen')}</span>
            </Show>
          </span>
        </button>
        <Show when={isOpen()}>
          <div class="node-panel" id={panelId}>
            <ActivationPanel state={props.state} />
          </div>
        </Show>
      </div>
    </li>
  );
}
