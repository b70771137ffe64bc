import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { IntervalAxis } from '../../charts/interval-dot';
import { LearningSparkline } from '../../charts/learning-sparkline';
import { accuracyDomain, type Domain } from '../../charts/scale';
import { curveDomain } from '../../charts/sparkline';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { metricSeries } from '../../state/experiment-events';
import { type SortKey, type Standing, sortStandings } from '../../state/experiment-leaderboard';
import { IconButton } from '../../ui/button';
import { Explained } from '../../ui/tooltip';
import { backboneShort, backboneTitle } from './backbone';
import './leaderboard.css';
import { runName } from './run-name';
import { ScoreCell } from './score-cell';
import { SortHeader, SortSelect } from './sort-header';
import { StandingLabel } from './standing-label';

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
    accuracyDomain(
      props.rows.flatMap(({ run }) =>
        [run.validation, run.test].flatMap((score) => (score ? [score.interval] : [])),
      ),
    ),
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
        <SortSelect
          value={sort().key}
          hasTest={hasTest()}
          onChange={(key) => setSort({ key, descending: key === 'accuracy' || key === 'test' })}
        />
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
            <th scope="col">{t('compare.columns.curve')}</th>
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
              <Row
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

function Row(props: {
  row: Standing;
  domain: Domain;
  curve: number[];
  curves: Domain;
  hasTest: boolean;
  columns: number;
  open: boolean;
  onToggle?: () => void;
  detail?: (run: Run) => JSX.Element;
}) {
  const run = () => props.row.run;
  const detailId = createUniqueId();
  return (
    <>
      <tr
        data-status={run().status}
        data-open={props.open ? '' : undefined}
        data-opens={props.onToggle ? '' : undefined}
        onClick={(event) => {
          // Explanations and buttons inside the row keep their own press.
          if (!(event.target as Element).closest('button, a, .explained')) props.onToggle?.();
        }}
      >
        <td class="leaderboard-place">{props.row.place ?? ''}</td>
        <th scope="row" class="leaderboard-model">
          <span class="leaderboard-name">{backboneTitle(run().backbone)}</span>
          <span class="leaderboard-sub">
            <Explained why={t(`compare.depthWhy.${run().depth}`)}>
              {t(`compare.depth.${run().depth}`)}
            </Explained>
            <Show when={backboneShort(run().backbone)}>{(short) => <span>{short()}</span>}</Show>
            <Show when={run().status !== 'finished'}>
              <span>{t(`compare.status.${run().status}`)}</span>
            </Show>
          </span>
          <StandingLabel row={props.row} />
        </th>
        <td class="leaderboard-score" data-label={t('compare.columns.validation')}>
          <Show when={run().validation} fallback={<span class="muted">–</span>}>
            {(score) => (
              <ScoreCell
                score={score()}
                domain={props.domain}
                kind="validation"
                why={t(`compare.why.${run().validationScheme}`, {
                  correct: score().correct,
                  count: score().count,
                })}
              />
            )}
          </Show>
        </td>
        <Show when={props.hasTest}>
          <td class="leaderboard-score" data-label={t('compare.columns.test')}>
            <Show when={run().test} fallback={<span class="muted">–</span>}>
              {(score) => (
                <ScoreCell
                  score={score()}
                  domain={props.domain}
                  kind="test"
                  why={t('compare.why.test', { correct: score().correct, count: score().count })}
                />
              )}
            </Show>
          </td>
        </Show>
        <td class="leaderboard-curve">
          <LearningSparkline
            values={props.curve}
            domain={props.curves}
            label={
              props.curve.length > 0
                ? t('compare.curveOf', {
                    count: props.curve.length,
                    first: format.percent(props.curve[0] ?? 0),
                    last: format.percent(props.curve.at(-1) ?? 0),
                  })
                : t('compare.curveNone')
            }
          />
        </td>
        <Fact
          label={t('compare.columns.time')}
          value={run().trainSeconds}
          write={format.duration}
        />
        <Fact label={t('compare.columns.size')} value={run().sizeBytes} write={format.bytes} />
        <Fact
          label={t('compare.columns.latency')}
          value={run().latencyMs}
          write={format.milliseconds}
        />
        <Show when={props.onToggle}>
          {(toggle) => (
            <td class="leaderboard-open">
              <IconButton
                size="s"
                icon={<ChevronDown />}
                label={t(props.open ? 'compare.close' : 'compare.open', { name: runName(run()) })}
                aria-expanded={props.open}
                aria-controls={props.open ? detailId : undefined}
                onClick={() => toggle()()}
              />
            </td>
          )}
        </Show>
      </tr>
      <Show when={props.open && props.detail}>
        {(detail) => (
          <tr class="leaderboard-detail" id={detailId}>
            <td colspan={props.columns}>{detail()(run())}</td>
          </tr>
        )}
      </Show>
    </>
  );
}

function Fact(props: { label: string; value: number | null; write: (value: number) => string }) {
  return (
    <td class="leaderboard-fact" data-label={props.label}>
      {props.value === null ? '–' : props.write(props.value)}
    </td>
  );
}
