import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { IntervalAxis } from '../../charts/interval-dot';
import type { Domain } from '../../charts/scale';
import { curveDomain } from '../../charts/sparkline';
import { tableCsv } from '../../charts/table';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { metricSeries } from '../../state/experiment-events';
import { type SortKey, type Standing, sortStandings } from '../../state/experiment-leaderboard';
import { DownloadButton } from '../../ui/download-button';
import { SortHeader } from '../../ui/sort-header';
import './leaderboard.css';
import { LeaderboardRow } from './leaderboard-row';
import { leaderboardTable } from './leaderboard-table';
import { scoreDomain } from './score-domain';
import { SortSelect } from './sort-select';

interface LeaderboardProps {
  rows: readonly Standing[];
  /** The run whose details stand open. */
  open?: string | null;
  onToggle?: (runId: string) => void;
  detail?: (run: Run) => JSX.Element;
}

/** A row per run, the best on validation first; other orders on request. */
export function Leaderboard(props: LeaderboardProps) {
  const { experiment } = useApp();
  const [sort, setSort] = createSignal<{ key: SortKey; descending: boolean }>({
    key: 'accuracy',
    descending: true,
  });
  const rows = createMemo(() => sortStandings(props.rows, sort().key, sort().descending));
  const byId = createMemo(() => new Map(rows().map((row) => [row.run.id, row])));
  const domain = createMemo<Domain>(() =>
    scoreDomain(props.rows, experiment.experiment()?.together ?? []),
  );
  const curve = (id: string) => metricSeries(experiment.metrics(id), 'val_accuracy');
  const curves = createMemo(() => curveDomain(props.rows.map(({ run }) => curve(run.id))));
  const hasTest = () => props.rows.some(({ run }) => run.test !== null);
  const sortable = () => props.detail !== undefined;
  const columns = () => 7 + Number(hasTest()) + Number(sortable());
  const header = (key: SortKey, label: string, numeric = false, why?: string) => (
    <SortHeader
      label={label}
      why={why}
      numeric={numeric}
      sorted={sort().key === key ? (sort().descending ? 'descending' : 'ascending') : null}
      onSort={
        sortable()
          ? () =>
              setSort(({ key: now, descending }) => ({
                key,
                descending: now === key ? !descending : key === 'accuracy' || key === 'test',
              }))
          : undefined
      }
    >
      <Show when={key === 'accuracy' || key === 'test'}>
        <IntervalAxis domain={domain()} format={(value) => format.percent(value, 0)} />
      </Show>
    </SortHeader>
  );

  return (
    <div class="leaderboard">
      <Show when={sortable()}>
        <div class="leaderboard-tools">
          <SortSelect
            value={sort().key}
            hasTest={hasTest()}
            onChange={(key) => setSort({ key, descending: key === 'accuracy' || key === 'test' })}
          />
          <DownloadButton
            what={t('compare.csv.leaderboard')}
            name={`${t('compare.csv.file')}, ${experiment.experiment()?.name ?? ''}`}
            files={[{ format: 'csv', make: () => tableCsv(leaderboardTable(rows())) }]}
          />
        </div>
      </Show>
      <table>
        <thead>
          <tr>
            <th scope="col" class="leaderboard-place">
              <span class="visually-hidden">{t('compare.columns.place')}</span>
            </th>
            {header('name', t('compare.columns.model'))}
            {header('accuracy', t('compare.columns.validation'))}
            <Show when={hasTest()}>{header('test', t('compare.columns.test'))}</Show>
            <th scope="col" class="leaderboard-curve">
              {t('compare.columns.curve')}
            </th>
            {header('time', t('compare.columns.time'), true, t('compare.why.time'))}
            {header('size', t('compare.columns.size'), true, t('compare.why.size'))}
            {header('latency', t('compare.columns.latency'), true, t('compare.why.latency'))}
            <Show when={sortable()}>
              <th scope="col">
                <span class="visually-hidden">{t('compare.columns.details')}</span>
              </th>
            </Show>
          </tr>
        </thead>
        <tbody>
          {/* By id: a changed run updates its row in place, and what stands open stays open. */}
          <For each={rows().map(({ run }) => run.id)}>
            {(id) => (
              <LeaderboardRow
                row={byId().get(id) as Standing}
                domain={domain()}
                curve={curve(id)}
                curves={curves()}
                hasTest={hasTest()}
                columns={columns()}
                open={props.open === id}
                onToggle={props.onToggle ? () => props.onToggle?.(id) : undefined}
                detail={props.detail}
              />
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
