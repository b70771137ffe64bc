import { createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import { toCsv } from '../../../core/csv';
import { format, t } from '../../locales';
import type { Evaluation } from '../../state/evaluation-measures';
import type { OutcomeKind, Pairing } from '../../state/evaluation-pairing';
import { DownloadButton } from '../../ui/download-button';
import { AnswerGallery } from './answer-gallery';
import { answeredTwice } from './answered';
import { fileStem, pairingTable } from './tables';
import './two-models.css';

/** Below this, a difference on the same pictures is more than luck would give (5%). */
const significance = 0.05;

/** On which pictures two models are right, and whether their difference may be luck. */
export function TwoModels(props: { evaluation: Evaluation; pairing: Pairing | null }) {
  const [shown, setShown] = createSignal<OutcomeKind | null>(null);
  createEffect(
    on(
      () => props.pairing,
      () => setShown(null),
      { defer: true },
    ),
  );
  const pictures = createMemo(() => {
    const kind = shown();
    const pairs = kind && props.pairing ? props.pairing.by[kind] : [];
    return pairs.map((pair) => answeredTwice(props.evaluation.classes, pair));
  });
  const cell = (pairing: Pairing, kind: OutcomeKind) => {
    const count = pairing.by[kind].length;
    return (
      <td>
        <button
          type="button"
          disabled={count === 0}
          aria-pressed={shown() === kind}
          aria-label={t('evaluate.two.show', { count, kind: t(`evaluate.two.kinds.${kind}`) })}
          onClick={() => setShown((now) => (now === kind ? null : kind))}
        >
          <span class="two-count">{format.number(count)}</span>
          <span class="two-kind">{t(`evaluate.two.kinds.${kind}`)}</span>
        </button>
      </td>
    );
  };
  const head = (which: 'a' | 'b', right: boolean) =>
    `${t(`evaluate.two.${which}`)} ${t(right ? 'evaluate.two.right' : 'evaluate.two.wrong')}`;
  return (
    <section class="evaluate-section two-models" aria-labelledby="two-models-title">
      <header>
        <h2 id="two-models-title">{t('evaluate.two.title')}</h2>
        <Show when={props.pairing}>
          {(pairing) => (
            <DownloadButton
              what={t('evaluate.two.what')}
              name={fileStem(t('evaluate.two.file'), props.evaluation)}
              files={[{ format: 'csv', make: () => toCsv(pairingTable(pairing())) }]}
            />
          )}
        </Show>
      </header>
      <Show when={props.pairing} fallback={<p>{t('evaluate.two.none')}</p>}>
        {(pairing) => (
          <>
            <div class="two-models-body">
              <table>
                <thead>
                  <tr>
                    <td />
                    <th scope="col">{head('b', true)}</th>
                    <th scope="col">{head('b', false)}</th>
                  </tr>
                </thead>
                <tbody>
                  <tr>
                    <th scope="row">{head('a', true)}</th>
                    {cell(pairing(), 'bothRight')}
                    {cell(pairing(), 'onlyFirst')}
                  </tr>
                  <tr>
                    <th scope="row">{head('a', false)}</th>
                    {cell(pairing(), 'onlySecond')}
                    {cell(pairing(), 'bothWrong')}
                  </tr>
                </tbody>
              </table>
              <p>{verdict(pairing())}</p>
            </div>
            <Show when={shown()}>
              {(kind) => (
                <AnswerGallery
                  label={t(`evaluate.two.kinds.${kind()}`)}
                  pictures={pictures()}
                  runId={props.evaluation.run.id}
                />
              )}
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

function verdict({ pictures, by, p }: Pairing): string {
  const [onlyFirst, onlySecond] = [by.onlyFirst.length, by.onlySecond.length];
  if (onlyFirst + onlySecond === 0) return t('evaluate.two.verdict.same', { pictures });
  return t(`evaluate.two.verdict.${p < significance ? 'real' : 'luck'}`, {
    pictures,
    onlyFirst,
    onlySecond,
    p: p < 0.001 ? `< ${format.number(0.001, 3)}` : `= ${format.number(p, 3)}`,
  });
}
