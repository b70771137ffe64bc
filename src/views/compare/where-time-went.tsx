import { For, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { type Table, tableCsv } from '../../charts/table';
import { format, t } from '../../locales';
import { DownloadButton } from '../../ui/download-button';
import { ShareBar } from '../../ui/share-bar';
import { Explained } from '../../ui/tooltip';
import { termOf } from './run-facts';
import { timeShares } from './time-shares';
import './where-time-went.css';

const inWords = (seconds: number) =>
  seconds < 0.95 ? format.milliseconds(1000 * seconds) : format.duration(seconds);

/** A run's phases by their share of the engines' time. */
export function WhereTimeWent(props: { run: Run }) {
  const shares = () => timeShares(props.run.params);
  const table = (): Table => ({
    columns: [
      { name: t('compare.csv.phase') },
      { name: t('compare.csv.phaseSeconds') },
      { name: t('compare.csv.share') },
    ],
    rows: shares().map(({ name, seconds, share }) => [termOf(name), seconds, share]),
  });
  return (
    <Show when={shares().length > 0}>
      <section class="time-shares">
        <div class="time-shares-head">
          <h3>
            <Explained why={t('compare.time.why')}>{t('compare.time.title')}</Explained>
          </h3>
          <DownloadButton
            what={t('compare.time.title')}
            name={`${t('compare.time.title')}, ${props.run.id}`}
            files={[{ format: 'csv', make: () => tableCsv(table()) }]}
          />
        </div>
        <ul>
          <For each={shares()}>
            {({ name, seconds, share }) => (
              <li>
                <span>{termOf(name)}</span>
                <span class="time-share-value">{inWords(seconds)}</span>
                <span class="time-share-value">{format.percent(share, 0)}</span>
                <ShareBar share={share} />
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
