import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createUniqueId, type JSX, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { LearningSparkline } from '../../charts/learning-sparkline';
import type { Domain } from '../../charts/scale';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { Standing } from '../../state/experiment-leaderboard';
import { IconButton } from '../../ui/button';
import { Explained } from '../../ui/tooltip';
import { backboneShort, backboneTitle, weightsAreOwn } from './backbone';
import { distinction, nameAmong } from './run-name';
import { ScoreCell } from './score-cell';
import { comparisonWhy, StandingLabel } from './standing-label';

/** One run; pressing it anywhere opens its details beneath. */
export function LeaderboardRow(props: {
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
  const { experiment } = useApp();
  const run = () => props.row.run;
  const among = () => experiment.runs();
  const name = () => nameAmong(run(), among());
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
            <Show
              when={weightsAreOwn(run()) ? t('importModel.own') : backboneShort(run().backbone)}
            >
              {(short) => <span>{short()}</span>}
            </Show>
            <Show when={distinction(run(), among())}>{(own) => <span>{own()}</span>}</Show>
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
                why={[
                  t(`compare.why.${run().validationScheme}`, {
                    correct: score().correct,
                    count: score().count,
                  }),
                  props.row.comparison?.tied ? null : comparisonWhy(props.row),
                ]
                  .filter(Boolean)
                  .join(' ')}
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
                label={t(props.open ? 'compare.close' : 'compare.open', { name: name() })}
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
