import { For, Match, Switch } from 'solid-js';
import type { NodeActivation } from '../../../core/contract/architecture';
import { format, t } from '../../locales';
import type { ArchitectureState } from '../../state/architecture';
import { ErrorNotice } from '../../ui/notice';
import './activation-panel.css';

/** The maps of the chosen node as small pictures. */
export function ActivationPanel(props: { state: ArchitectureState }) {
  return (
    <Switch fallback={<p class="muted small">{t('architecture.activation.computing')}</p>}>
      <Match when={props.state.picture() === null}>
        <p class="muted small">{t('architecture.picture.none')}</p>
      </Match>
      <Match when={props.state.activationError()}>
        {(error) => <ErrorNotice error={error()} />}
      </Match>
      <Match when={props.state.activation()}>
        {(activation) => (
          <div class="activation" role="status">
            <p class="muted small">{inWords(activation())}</p>
            <ul class="activation-maps" data-layout={activation().layout}>
              <For each={activation().maps}>
                {(map) => (
                  <li>
                    <canvas
                      role="img"
                      title={rangeOf(map)}
                      aria-label={rangeOf(map)}
                      ref={(canvas) => paint(canvas, map)}
                    />
                  </li>
                )}
              </For>
            </ul>
          </div>
        )}
      </Match>
    </Switch>
  );
}

type ChannelMap = NodeActivation['maps'][number];

function inWords({ layout, channels: count, maps }: NodeActivation): string {
  const shown = maps.length;
  if (layout === 'vector') {
    const [low, high] = [value(maps[0]?.low ?? 0), value(maps[0]?.high ?? 0)];
    return t('architecture.activation.vector', { count, low, high });
  }
  if (layout === 'tokens') return t('architecture.activation.tokens', { shown, count });
  return shown === count
    ? t('architecture.activation.mapAll', { count })
    : t('architecture.activation.map', { shown, count });
}

const value = (number: number) => format.number(number, Math.abs(number) < 9.95 ? 2 : 0);

const rangeOf = ({ channel, low, high }: ChannelMap) =>
  t('architecture.activation.channel', { channel, low: value(low), high: value(high) });

function paint(canvas: HTMLCanvasElement, { width, height, values }: ChannelMap): void {
  // Here, not as attributes: setting them later would clear it.
  canvas.width = width;
  canvas.height = height;
  const pixels = new ImageData(width, height);
  values.forEach((grey, i) => {
    pixels.data.set([grey, grey, grey, 255], 4 * i);
  });
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}
