import { createSignal, For, Match, onMount, Show, Switch } from 'solid-js';
import type { BackboneWeights } from '../../../core/contract/backbones';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { ConfirmDialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/notice';
import { focusPageIfLost } from '../../ui/return-focus';
import { NetworkWeights } from './network-weights';
import { OtherWeights } from './other-weights';
import './backbones.css';

/** Which weights each network starts from, what there is on the Hub, and what the user has. */
export function BackbonesSection() {
  const { backbones } = useApp();
  const [removing, setRemoving] = createSignal<BackboneWeights>();
  const [fault, setFault] = createSignal<unknown>();
  onMount(backbones.open);
  const attempt = (work: Promise<void>) => {
    setFault(undefined);
    work.catch(setFault);
  };
  return (
    <section id="backbones">
      <h2>{t('weights.title')}</h2>
      <div class="backbones">
        <p class="muted">{t('weights.lead')}</p>
        <p class="muted small">{t('weights.contact')}</p>
        <Show when={fault()}>
          {(error) => <ErrorNotice error={error()} onDismiss={() => setFault(undefined)} />}
        </Show>
        <Switch fallback={<p class="opening">{t('weights.loading')}</p>}>
          <Match when={backbones.error()}>{(error) => <ErrorNotice error={error()} />}</Match>
          <Match when={backbones.all()}>
            {(all) => (
              <>
                <For each={all().architectures.map(({ architecture }) => architecture)}>
                  {(architecture) => (
                    <NetworkWeights
                      network={all().architectures.find((one) => one.architecture === architecture)}
                      onUse={(id) => attempt(backbones.use(id))}
                      onStop={(id) => attempt(backbones.stopUsing(id))}
                      onRemove={setRemoving}
                    />
                  )}
                </For>
                <OtherWeights known={all()} />
              </>
            )}
          </Match>
        </Switch>
        <Show when={removing()}>
          {(weights) => (
            <ConfirmDialog
              open
              onClose={() => setRemoving(undefined)}
              title={t('weights.removeTitle', { name: weights().id })}
              description={t(
                weights().source?.includes('/') ? 'weights.removeText' : 'weights.removeTextFile',
                { size: format.bytes(weights().bytes) },
              )}
              confirm={t('weights.removeConfirm')}
              onConfirm={() => attempt(backbones.remove(weights().id).then(focusPageIfLost))}
            />
          )}
        </Show>
      </div>
    </section>
  );
}
