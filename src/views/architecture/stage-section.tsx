import { createSignal, For, Show } from 'solid-js';
import type {
  ArchitectureBlock,
  ArchitectureDescription,
  ArchitectureStage,
} from '../../../core/contract/architecture';
import { t } from '../../locales';
import type { ArchitectureState } from '../../state/architecture';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import { nodesOf, quantity, railOf, shapeText, shareText, stageTitle, sumsOf } from './figures';
import { NodeRow } from './node-row';
import './stage-section.css';

/** One stage: its blocks, closed until somebody looks inside. */
export function StageSection(props: {
  stage: ArchitectureStage;
  network: ArchitectureDescription;
  state: ArchitectureState;
}) {
  const sums = () => sumsOf(nodesOf(props.stage));
  const [open, setOpen] = createSignal<ReadonlySet<string>>(new Set());
  const all = () => props.stage.blocks.map(({ name }) => name);
  const isAllOpen = () => all().every((name) => open().has(name));
  const toggle = (name: string, on: boolean) => {
    if (open().has(name) === on) return;
    const next = new Set(open());
    if (on) next.add(name);
    else next.delete(name);
    setOpen(next);
  };
  return (
    <section
      class="stage"
      id={`stage-${props.stage.name}`}
      tabindex="-1"
      aria-label={t('architecture.stage', { name: stageTitle(props.stage.name) })}
      data-state={sums().state}
    >
      <header class="stage-head">
        <h2>{stageTitle(props.stage.name)}</h2>
        <span class="stage-state" data-state={sums().state}>
          {t(`architecture.${sums().state}`)}
        </span>
        <Show when={props.stage.blocks.length > 1}>
          <Button size="s" kind="quiet" onClick={() => setOpen(new Set(isAllOpen() ? [] : all()))}>
            {t(isAllOpen() ? 'architecture.closeAll' : 'architecture.openAll')}
          </Button>
        </Show>
        <p class="stage-figures">
          <span>{t('architecture.shape', { shape: shapeText(sums().shape) })}</span>
          <span>
            {t('architecture.parameters', { count: quantity(sums().parameters) })}{' '}
            <span class="muted">{shareText(sums().parameters / props.network.parameters)}</span>
          </span>
          <span>
            {t('architecture.macs', { count: quantity(sums().macs) })}{' '}
            <span class="muted">{shareText(sums().macs / props.network.macs)}</span>
          </span>
        </p>
      </header>
      <For each={props.stage.blocks}>
        {(block) => (
          <Block
            block={block}
            open={open().has(block.name)}
            onToggle={(on) => toggle(block.name, on)}
            state={props.state}
          />
        )}
      </For>
    </section>
  );
}

function Block(props: {
  block: ArchitectureBlock;
  open: boolean;
  onToggle: (open: boolean) => void;
  state: ArchitectureState;
}) {
  const sums = () => sumsOf(props.block.nodes);
  const rail = () => railOf(props.block);
  const hasShortcut = () => props.block.nodes.some(({ op }) => op === 'add');
  return (
    <div class="block" data-state={sums().state}>
      <Disclosure
        open={props.open}
        onToggle={props.onToggle}
        summary={
          <span class="block-summary">
            <span class="block-name">{props.block.name}</span>
            <span class="block-detail">
              {t('architecture.layers', { count: props.block.nodes.length })}
              <Show when={hasShortcut()}>{`, ${t('architecture.withShortcut')}`}</Show>
            </span>
            <span class="block-figures">
              <span>{shapeText(sums().shape)}</span>
              <span>{t('architecture.parameters', { count: quantity(sums().parameters) })}</span>
              <span>{t('architecture.macs', { count: quantity(sums().macs) })}</span>
            </span>
          </span>
        }
      >
        <Show when={props.open}>
          <ol class="nodes">
            <For each={props.block.nodes}>
              {(node, index) => (
                <NodeRow
                  node={node}
                  above={props.block.nodes[index() - 1]?.id ?? null}
                  block={props.block}
                  rail={rail()[index()]}
                  state={props.state}
                />
              )}
            </For>
          </ol>
        </Show>
      </Disclosure>
    </div>
  );
}
