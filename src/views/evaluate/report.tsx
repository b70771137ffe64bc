import { createEffect, createSignal, lazy, on, onMount, Show, Suspense } from 'solid-js';
import { t } from '../../locales';
import type { Evaluation, Selection } from '../../state/evaluation-measures';
import type { Pairing } from '../../state/evaluation-pairing';
import { ClassTable } from './class-table';
import { ConfusedPairs } from './confused-pairs';
import { KeyNumbers } from './key-numbers';
import { Matrix } from './matrix';
import { SelectedPictures } from './selected-pictures';
import { SideBySide } from './side-by-side';
import { TopLosses } from './top-losses';
import { TwoModels } from './two-models';

const Charts = lazy(async () => ({
  default: (await import('./charts')).EvaluationCharts,
}));

/** Everything about the chosen model on the chosen pictures, from the summary to the single mistake. */
export function Report(props: {
  evaluation: Evaluation;
  other: Evaluation | null;
  pairing: Pairing | null;
  names: readonly [a: string, b: string];
}) {
  const [selected, setSelected] = createSignal<Selection | null>(null);
  let gallery!: HTMLElement;
  // A hundred classes make a long table and many curves: the matrix does not wait for them.
  const [painted, setPainted] = createSignal(false);
  onMount(() => requestAnimationFrame(() => setTimeout(() => setPainted(true))));
  // What was chosen in another model's matrix, or on other pictures, is another question.
  createEffect(
    on(
      () => props.evaluation,
      () => setSelected(null),
      { defer: true },
    ),
  );
  const select = (selection: Selection) => {
    setSelected(selection);
    gallery.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      <Show when={props.other} fallback={<KeyNumbers evaluation={props.evaluation} />}>
        {(other) => (
          <>
            <SideBySide first={props.evaluation} second={other()} names={props.names} />
            <TwoModels evaluation={props.evaluation} pairing={props.pairing} />
          </>
        )}
      </Show>
      <div class="evaluate-matrix">
        <Matrix evaluation={props.evaluation} selected={selected()} onSelect={select} />
        <div class="evaluate-aside">
          <ConfusedPairs evaluation={props.evaluation} selected={selected()} onSelect={select} />
          <SelectedPictures
            evaluation={props.evaluation}
            selected={selected()}
            onClear={() => setSelected(null)}
            ref={(element) => {
              gallery = element;
            }}
          />
        </div>
      </div>
      <Show when={painted()}>
        <ClassTable evaluation={props.evaluation} other={props.other} onSelect={select} />
        <TopLosses evaluation={props.evaluation} />
        <Suspense fallback={<p class="opening">{t('evaluate.charts.waiting')}</p>}>
          <Charts {...props.evaluation} other={props.other} />
        </Suspense>
      </Show>
    </>
  );
}
