import Trash from 'lucide-solid/icons/trash';
import { createUniqueId, For, Show } from 'solid-js';
import type { ArchitectureWeights, BackboneWeights } from '../../../core/contract/backbones';
import { format, t } from '../../locales';
import { IconButton } from '../../ui/button';
import { backboneTitle, backboneWeights } from '../compare/backbone';
import { HubRepo } from './hub-repo';

/** One network: the weights that are here, one of them in use, and what the Hub has. */
export function NetworkWeights(props: {
  network: ArchitectureWeights | undefined;
  onUse: (id: string) => void;
  onStop: (id: string) => void;
  onRemove: (weights: BackboneWeights) => void;
}) {
  const name = createUniqueId();
  const weights = () => props.network?.weights ?? [];
  const title = () => backboneTitle(props.network?.architecture ?? '');
  const used = () => weights().find((one) => one.used);
  /** A network without a starter can also be left out. */
  const optional = () => weights().length > 0 && weights().every(({ kind }) => kind === 'stored');
  return (
    <section class="network" aria-labelledby={`${name}-title`}>
      <h3 id={`${name}-title`}>{title()}</h3>
      <Show when={weights().length > 0}>
        <fieldset class="network-weights">
          <legend class="visually-hidden">{t('weights.choose', { network: title() })}</legend>
          <For each={weights().map(({ id }) => id)}>
            {(id) => (
              <Show when={weights().find((one) => one.id === id)}>
                {(one) => (
                  <div class="network-choice">
                    <label>
                      <input
                        type="radio"
                        name={name}
                        checked={one().used}
                        onChange={() => props.onUse(id)}
                      />
                      <span>
                        <span class="network-name">{weightsName(one())}</span>
                        <span class="network-facts">{facts(one())}</span>
                        <Show when={one().kind === 'starter' && backboneWeights(id)}>
                          {(text) => <span class="network-text">{text()}</span>}
                        </Show>
                      </span>
                    </label>
                    <Show when={one().kind === 'stored'}>
                      <IconButton
                        size="s"
                        icon={<Trash />}
                        label={
                          one().runs > 0
                            ? t('weights.kept')
                            : t('weights.remove', { name: one().id })
                        }
                        aria-disabled={one().runs > 0}
                        onClick={() => one().runs === 0 && props.onRemove(one())}
                      />
                    </Show>
                  </div>
                )}
              </Show>
            )}
          </For>
          <Show when={optional()}>
            <div class="network-choice">
              <label>
                <input
                  type="radio"
                  name={name}
                  checked={!used()}
                  onChange={() => {
                    const now = used();
                    if (now) props.onStop(now.id);
                  }}
                />
                <span class="network-name">{t('weights.unused')}</span>
              </label>
            </div>
          </Show>
        </fieldset>
      </Show>
      <For each={props.network?.offers ?? []}>
        {({ repo, top1 }) => <HubRepo repo={repo} top1={top1} />}
      </For>
    </section>
  );
}

function weightsName({ id, architecture, kind }: BackboneWeights): string {
  if (kind === 'stored') return id.slice(architecture.length + 1);
  const isImagenet = architecture === 'tf_efficientnet_lite0';
  return t(isImagenet ? 'weights.starterImagenet' : 'weights.starter');
}

function facts({ bytes, licence, preprocessing, runs, source }: BackboneWeights): string {
  const [height, width] = preprocessing.inputSize;
  return [
    source,
    format.bytes(bytes),
    t('weights.pixels', { height, width }),
    licence ?? t('weights.noLicence'),
    runs > 0 ? t('weights.runs', { count: runs }) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
