import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import { Button } from '../../ui/button';
import { Thumbnail } from '../../ui/thumbnail';
import { useViewer } from '../../ui/viewer/viewer';
import { viewerHeatmap } from '../explain/viewer-heatmap';
import './answer-gallery.css';

const firstShown = 24;

/** A picture with what was said of it. */
export interface AnsweredPicture {
  id: string;
  /** What it is. */
  label: string;
  /** Beneath: what was said, and how surely. */
  lines: readonly JSX.Element[];
  /** All of it as one sentence: the button's name and the viewer's title. */
  sentence: string;
}

/** Pictures with their answers, some at first; any opens the viewer on all of them. */
export function AnswerGallery(props: {
  label: string;
  pictures: readonly AnsweredPicture[];
  /** The model the viewer's heatmap explains. */
  runId: string;
}) {
  const { datasets, explanations } = useApp();
  const viewer = useViewer();
  const [shown, setShown] = createSignal(firstShown);
  createEffect(
    on(
      () => props.pictures,
      () => setShown(firstShown),
      { defer: true },
    ),
  );
  const open = (index: number) =>
    viewer.open(
      props.pictures.map(({ id, sentence }) => ({
        id,
        title: sentence,
        caption: datasets.picture(id)?.file,
        load: () => datasets.blob(id, 'original'),
        explain: () => viewerHeatmap(explanations, props.runId, id),
      })),
      index,
    );
  return (
    <div class="answer-gallery">
      <ul aria-label={props.label}>
        <For each={props.pictures.slice(0, shown())}>
          {(picture, index) => (
            <li>
              <button type="button" aria-label={picture.sentence} onClick={() => open(index())}>
                <Thumbnail load={() => datasets.blob(picture.id, 'thumbnail')} alt="" />
                <span class="answered">
                  <span class="answered-label">{picture.label}</span>
                  <For each={picture.lines}>
                    {(line) => <span class="answered-said">{line}</span>}
                  </For>
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.pictures.length > shown()}>
        <Button size="s" onClick={() => setShown((count) => count + 2 * firstShown)}>
          {t('common.showMore')}
        </Button>
      </Show>
    </div>
  );
}
