import { For } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import type { ArchitectureState } from '../../state/architecture';
import { Thumbnail } from '../../ui/thumbnail';
import { type NamedPicture, PictureDrop } from '../predict/picture-drop';

/** Which picture the layers look at. */
export function PictureBar(props: { state: ArchitectureState }) {
  const { explanations } = useApp();
  const bring = (pictures: NamedPicture[]) => props.state.choose(explanations.bring(pictures));
  return (
    <section class="architecture-pictures" aria-label={t('architecture.picture.title')}>
      <PictureDrop look="buttons" over={t('architecture.picture.bring')} onPictures={bring} />
      <ul>
        <For each={props.state.pictures()}>
          {(picture) => (
            <li>
              <button
                type="button"
                aria-pressed={props.state.picture()?.id === picture.id}
                aria-label={t('architecture.picture.choose', { name: picture.name })}
                onClick={() => props.state.choose(picture.id)}
              >
                <Thumbnail load={picture.thumbnail} alt="" />
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
