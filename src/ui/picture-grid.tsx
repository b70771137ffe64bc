import { createSignal, For } from 'solid-js';
import { Thumbnail } from './thumbnail';
import './picture-grid.css';

export interface GridPicture {
  id: string;
  /** Read out for the picture. */
  label: string;
  load: () => Promise<Blob | null>;
}

/**
 * Small pictures in rows. One tab stop: arrows move inside, Enter opens. For thousands, give it a
 * window of them and say where it begins.
 */
export function PictureGrid(props: {
  label: string;
  pictures: readonly GridPicture[];
  onOpen: (index: number) => void;
  /** Fixed number of columns; otherwise as many as fit. */
  columns?: number;
}) {
  const [active, setActive] = createSignal(0);
  let list!: HTMLUListElement;

  const onKeyDown = (event: KeyboardEvent) => {
    const columns = getComputedStyle(list).gridTemplateColumns.split(' ').length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    const last = props.pictures.length - 1;
    let next = step === undefined ? Number.NaN : active() + step;
    if (event.key === 'Home') next = 0;
    if (event.key === 'End') next = last;
    if (!(next >= 0 && next <= last)) return;
    event.preventDefault();
    setActive(next);
    list.children[next]?.querySelector('button')?.focus();
  };

  return (
    <ul
      ref={list}
      class="picture-grid"
      aria-label={props.label}
      style={props.columns ? { 'grid-template-columns': `repeat(${props.columns}, 1fr)` } : {}}
      onKeyDown={onKeyDown}
    >
      <For each={props.pictures}>
        {(picture, index) => (
          <li>
            <button
              type="button"
              aria-label={picture.label}
              tabindex={index() === Math.min(active(), props.pictures.length - 1) ? 0 : -1}
              onFocus={() => setActive(index())}
              onClick={() => props.onOpen(index())}
            >
              <Thumbnail load={picture.load} alt="" />
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}
