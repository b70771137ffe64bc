import { For, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { Explained } from '../../ui/tooltip';
import { termOf } from './run-facts';
import { timeShares } from './time-shares';
import './where-time-went.css';

const inWords = (seconds: number) =>
  seconds < 0.95 ? format.milliseconds(1000 * seconds) : format.duration(seconds);

/** A run's phases by their share of the engines' time. */
export function WhereTimeWent(props: { run: Run }) {
  const shares = () => timeShares(props.run.params);
  return (
    <Show when={shares().length > 0}>
      <section class="time-shares">
        <h3>
          <Explained why={t('compare.time.why')}>{t('compare.time.title')}</Explained>
        </h3>
        <ul>
          <For each={shares()}>
            {({ name, seconds, share }) => (
              <li>
                <span>{termOf(name)}</span>
                <span class="time-share-value">{inWords(seconds)}</span>
                <span class="time-share-value">{format.percent(share, 0)}</span>
                <span class="time-share-bar" aria-hidden="true">
                  <span style={{ width: `${100 * share}%` }} />
                </span>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
