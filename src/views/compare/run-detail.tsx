import { Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { LinkButton } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { backboneWeights } from './backbone';
import { type Fact, Facts } from './facts';
import { Mistakes } from './mistakes';
import { RunCurves } from './run-curves';
import './run-detail.css';

/** Everything known of one run: how it learned, what it got wrong, what it was made with. */
export function RunDetail(props: { run: Run }) {
  const { experiment, route } = useApp();
  return (
    <div class="run-detail">
      <Show when={props.run.error}>
        {(error) => (
          <Notice tone="bad" title={`${t('compare.failed')} ${error().message}`}>
            {error().remedy}
          </Notice>
        )}
      </Show>
      <RunCurves metrics={experiment.metrics(props.run.id)} />
      <Show when={props.run.validation}>
        <Mistakes run={props.run} />
      </Show>
      <div class="run-detail-facts">
        <Facts title={t('compare.detail.parameters')} facts={parameters(props.run)} />
        <Facts title={t('compare.detail.tags')} facts={record(props.run)} />
      </div>
      <Show when={props.run.status === 'finished'}>
        <div>
          <LinkButton href={route.href('predict', { run: props.run.id })}>
            {t('compare.detail.predict')}
          </LinkButton>
        </div>
      </Show>
    </div>
  );
}

function parameters(run: Run): Fact[] {
  return Object.entries(run.params).map(([name, value]) => ({
    term: spaced(name),
    value: typeof value === 'number' ? readable(value) : String(value),
  }));
}

function record(run: Run): Fact[] {
  const weights = backboneWeights(run.backbone);
  return [
    { term: t('compare.detail.id'), value: <code>{run.id}</code> },
    ...(weights ? [{ term: t('compare.detail.weights'), value: weights }] : []),
    { term: t('compare.detail.startedAt'), value: format.recent(run.startedAt) },
    ...Object.entries(run.tags).map(([name, value]) => ({
      term: spaced(name),
      value: isHash(value) ? <code title={value}>{value.slice(0, 16)}…</code> : value,
    })),
  ];
}

/** `batchSize`, `batch_size` and `weights.hash` as words; the recorded name stays recognisable. */
function spaced(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_.]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const isHash = (value: string) => /^[0-9a-f]{32,}$/.test(value);

/** As the language writes numbers; tiny ones (learning rates) keep their digits. */
function readable(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 0.001 ? value.toExponential() : String(Number(value.toPrecision(4)));
}
