import { createSignal, For, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import type { FinishedBatch } from '../../state/batch';
import { Button } from '../../ui/button';
import { Explained } from '../../ui/tooltip';

/** Classes shown at first; the rest on request. */
const atFirst = 12;

/** How many pictures each class was the answer for, largest first, none of these last. */
export function BatchCounts(props: { result: FinishedBatch; run: Run }) {
  const [all, setAll] = createSignal(false);
  const classes = () =>
    props.run.classes
      .map((label, index) => ({ label, count: props.result.counts[index] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  const shown = () => (all() ? classes() : classes().slice(0, atFirst));
  const largest = () => Math.max(1, props.result.none, ...classes().map(({ count }) => count));
  const threshold = () => format.percent(props.run.calibration?.threshold ?? 0);
  const row = (label: string, count: number, why?: string) => {
    const percent = () => format.percent(count / props.result.images);
    return (
      <li class="batch-count" data-none={why ? '' : undefined}>
        <span class="batch-label" title={label}>
          <Show when={why} fallback={label}>
            {(reason) => <Explained why={reason()}>{label}</Explained>}
          </Show>
        </span>
        <span class="batch-bar" aria-hidden="true">
          <span style={{ width: `${(count / largest()) * 100}%` }} />
        </span>
        <span class="batch-number">{format.number(count)}</span>
        <span class="batch-number muted">{percent()}</span>
      </li>
    );
  };
  return (
    <div class="batch-counts">
      <h3>
        <Explained why={t('batch.countsWhy', { count: props.result.images })}>
          {t('batch.counts')}
        </Explained>
      </h3>
      <ul>
        <For each={shown()}>{({ label, count }) => row(label, count)}</For>
        <Show when={props.result.none > 0}>
          {row(t('batch.none'), props.result.none, t('batch.noneWhy', { threshold: threshold() }))}
        </Show>
      </ul>
      <Show when={classes().length > shown().length}>
        <Button kind="quiet" size="s" onClick={() => setAll(true)}>
          {t('batch.allClasses', { count: classes().length - shown().length })}
        </Button>
      </Show>
    </div>
  );
}
