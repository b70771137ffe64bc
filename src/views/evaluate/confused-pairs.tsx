import { createMemo, createSignal, For, Show } from 'solid-js';
import { toCsv } from '../../../core/csv';
import { confusedPairs } from '../../../core/learning/evaluation/confusion-matrix';
import { format, t } from '../../locales';
import type { Evaluation, Selection } from '../../state/evaluation-measures';
import { Button } from '../../ui/button';
import { DownloadButton } from '../../ui/download-button';
import './confused-pairs.css';
import { fileStem, pairsTable } from './tables';

const firstShown = 5;

/** The commonest mistakes, each a sentence that shows its pictures. */
export function ConfusedPairs(props: {
  evaluation: Evaluation;
  selected: Selection | null;
  onSelect: (selection: Selection) => void;
}) {
  const [shown, setShown] = createSignal(firstShown);
  const all = createMemo(() =>
    confusedPairs(
      props.evaluation.counts,
      props.evaluation.classes.length,
      Number.POSITIVE_INFINITY,
    ),
  );
  const name = (c: number) => props.evaluation.classes[c] ?? String(c);
  return (
    <section class="confused-pairs">
      <header>
        <h3>{t('evaluate.pairs.title')}</h3>
        <Show when={all().length > 0}>
          <DownloadButton
            what={t('evaluate.pairs.what')}
            name={fileStem(t('evaluate.pairs.file'), props.evaluation)}
            files={[{ format: 'csv', make: () => toCsv(pairsTable(props.evaluation)) }]}
          />
        </Show>
      </header>
      <Show
        when={all().length > 0}
        fallback={<p class="muted small">{t('evaluate.pairs.none')}</p>}
      >
        <ol class="pairs">
          <For each={all().slice(0, shown())}>
            {({ label, predicted, count, share }) => (
              <li>
                <button
                  type="button"
                  aria-pressed={
                    props.selected?.label === label && props.selected.said === predicted
                  }
                  onClick={() => props.onSelect({ label, said: predicted })}
                >
                  <span>
                    {t('evaluate.pairs.pair', {
                      count,
                      total: props.evaluation.perClass[label]?.support ?? 0,
                      label: name(label),
                      said: name(predicted),
                    })}
                  </span>
                  <span class="muted tabular">{format.percent(share, 0)}</span>
                </button>
              </li>
            )}
          </For>
        </ol>
        <Show when={all().length > shown()}>
          <Button size="s" kind="quiet" onClick={() => setShown((count) => count + 4 * firstShown)}>
            {t('common.showMore')}
          </Button>
        </Show>
      </Show>
    </section>
  );
}
