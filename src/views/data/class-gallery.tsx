import { createWindowVirtualizer } from '@tanstack/solid-virtual';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createSignal, For, onCleanup, onMount } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import type { ClassSummary } from '../../state/class-summary';
import { LinkButton } from '../../ui/button';
import { PictureGrid } from '../../ui/picture-grid';
import { createPictureOpener } from './pictures';
import './class-gallery.css';

const cell = 104;
const gap = 4;

/** All pictures of one class; only the rows near the window exist. */
export function ClassGallery(props: { summary: ClassSummary }) {
  const { route } = useApp();
  const { gridPictures, open } = createPictureOpener(() => props.summary);
  const [width, setWidth] = createSignal(0);
  const [top, setTop] = createSignal(0);
  let box!: HTMLDivElement;

  onMount(() => {
    const observer = new ResizeObserver(() => {
      setWidth(box.clientWidth);
      setTop(box.offsetTop);
    });
    observer.observe(box);
    onCleanup(() => observer.disconnect());
  });

  const columns = () => Math.max(3, Math.floor((width() + gap) / (cell + gap)));
  const rowHeight = () => (width() + gap) / columns();
  const virtualizer = createWindowVirtualizer({
    get count() {
      return width() ? Math.ceil(props.summary.pictures.length / columns()) : 0;
    },
    estimateSize: () => rowHeight(),
    overscan: 4,
    get scrollMargin() {
      return top();
    },
  });

  return (
    <section class="class-gallery" aria-labelledby="class-gallery-title">
      <header>
        <LinkButton kind="quiet" size="s" icon={<ArrowLeft />} href={route.href('data')}>
          {t('data.back')}
        </LinkButton>
        <h2 id="class-gallery-title">
          {props.summary.name}{' '}
          <span class="muted">
            {t('common.pictures', { count: props.summary.pictures.length })}
          </span>
        </h2>
      </header>
      <div ref={box} style={{ height: `${virtualizer.getTotalSize()}px`, position: 'relative' }}>
        <For each={virtualizer.getVirtualItems()}>
          {(row) => {
            const begin = () => row.index * columns();
            return (
              <div
                class="class-gallery-row"
                style={{ transform: `translateY(${row.start - top()}px)` }}
              >
                <PictureGrid
                  label={t('data.grid', { label: props.summary.name })}
                  pictures={gridPictures().slice(begin(), begin() + columns())}
                  onOpen={(index) => open(begin() + index)}
                  columns={columns()}
                />
              </div>
            );
          }}
        </For>
      </div>
    </section>
  );
}
