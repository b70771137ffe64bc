import { createMemo, createSignal, For, Show } from 'solid-js';
import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import { type Answer, mistakes } from '../../state/experiment-mistakes';
import { Button } from '../../ui/button';
import { Segmented } from '../../ui/segmented';
import { Thumbnail } from '../../ui/thumbnail';
import { useViewer } from '../../ui/viewer/viewer';
import './mistakes.css';

const firstShown = 24;

/** A gallery of what the run got wrong: the picture, what it is, what was said, how sure. */
export function Mistakes(props: { run: Run }) {
  const { experiment, datasets } = useApp();
  const viewer = useViewer();
  const [wanted, setWanted] = createSignal<'validation' | 'test'>('validation');
  const [shown, setShown] = createSignal(firstShown);
  const stored = () => experiment.predictions(props.run.id);
  const split = () => (wanted() === 'test' && stored()?.test ? 'test' : 'validation');
  const predicted = () => stored()?.[split()] ?? null;
  const wrong = createMemo(() => {
    const answers = predicted();
    return answers ? mistakes(answers, stored()?.classes ?? 0) : [];
  });
  const total = () => predicted()?.pictures.length ?? 0;
  const name = (label: number) => props.run.classes[label] ?? String(label);
  const isNone = (answer: Answer) => answer.confidence < (props.run.calibration?.threshold ?? 0);
  const inWords = (answer: Answer) =>
    t(isNone(answer) ? 'compare.mistakes.pictureNone' : 'compare.mistakes.picture', {
      label: name(answer.label),
      said: name(answer.said),
      confidence: format.percent(answer.confidence, 0),
    });
  const open = (index: number) =>
    viewer.open(
      wrong().map((answer) => ({
        id: answer.picture,
        title: inWords(answer),
        load: () => datasets.blob(answer.picture, 'original'),
      })),
      index,
    );

  return (
    <section class="mistakes">
      <header>
        <h3>{t('compare.mistakes.title')}</h3>
        <Show when={stored()?.test}>
          <Segmented
            label={t('compare.mistakes.split')}
            value={split()}
            options={[
              { value: 'validation', label: t('compare.mistakes.validation') },
              { value: 'test', label: t('compare.mistakes.test') },
            ]}
            onChange={(value) => {
              setWanted(value);
              setShown(firstShown);
            }}
          />
        </Show>
      </header>
      <Show when={stored()} fallback={<p class="muted">{t('compare.mistakes.unavailable')}</p>}>
        <p class="muted">
          {wrong().length === 0
            ? t('compare.mistakes.none', { total: total() })
            : t('compare.mistakes.count', { count: wrong().length, total: total() })}
        </p>
        <ul>
          <For each={wrong().slice(0, shown())}>
            {(answer, index) => (
              <li>
                <button type="button" aria-label={inWords(answer)} onClick={() => open(index())}>
                  <Thumbnail load={() => datasets.blob(answer.picture, 'thumbnail')} alt="" />
                  <span class="mistake-words">
                    <span class="mistake-label">{name(answer.label)}</span>
                    <span class="mistake-said">
                      {t(isNone(answer) ? 'compare.mistakes.saidNone' : 'compare.mistakes.said', {
                        label: name(answer.said),
                      })}{' '}
                      <span class="nowrap">{format.percent(answer.confidence, 0)}</span>
                    </span>
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={wrong().length > shown()}>
          <Button size="s" onClick={() => setShown((count) => count + 2 * firstShown)}>
            {t('common.showMore')}
          </Button>
        </Show>
      </Show>
    </section>
  );
}
