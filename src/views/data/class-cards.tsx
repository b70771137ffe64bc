import { createEffect, createMemo, createSignal, For, onCleanup } from 'solid-js';
import { format, t } from '../../locales';
import { useApp } from '../../state/app';
import type { ClassSummary } from '../../state/class-summary';
import { PictureGrid } from '../../ui/picture-grid';
import { Segmented } from '../../ui/segmented';
import { createPictureOpener } from './pictures';
import './class-cards.css';

/** Cards drawn in one frame: all at once would hold up the page for a tenth of a second. */
const cardsPerFrame = 2;

/** Pictures on a card: rows of five, more of them where there are few classes. */
const picturesOf = (classes: number) => (classes <= 4 ? 25 : 10);

export function ClassCards(props: { classes: ClassSummary[] }) {
  const [order, setOrder] = createSignal<'name' | 'count'>('name');
  const ordered = createMemo(() =>
    order() === 'name'
      ? props.classes
      : [...props.classes].sort((a, b) => b.pictures.length - a.pictures.length),
  );
  const largest = createMemo(() =>
    Math.max(1, ...props.classes.map(({ pictures }) => pictures.length)),
  );
  const total = createMemo(() =>
    props.classes.reduce((sum, { pictures }) => sum + pictures.length, 0),
  );

  const [drawn, setDrawn] = createSignal(cardsPerFrame);
  createEffect(() => {
    if (drawn() >= props.classes.length) return;
    const frame = requestAnimationFrame(() => setDrawn(drawn() + cardsPerFrame));
    onCleanup(() => cancelAnimationFrame(frame));
  });

  return (
    <section class="classes" aria-label={t('data.classes')}>
      <div class="classes-head">
        <h2>{t('common.classes', { count: props.classes.length })}</h2>
        <Segmented
          label={t('data.sort.label')}
          value={order()}
          options={[
            { value: 'name', label: t('data.sort.name') },
            { value: 'count', label: t('data.sort.count') },
          ]}
          onChange={setOrder}
        />
      </div>
      <ul class="class-cards">
        <For each={ordered().slice(0, drawn())}>
          {(summary) => (
            <ClassCard
              summary={summary}
              ofLargest={summary.pictures.length / largest()}
              ofTotal={summary.pictures.length / total()}
              shown={picturesOf(props.classes.length)}
            />
          )}
        </For>
      </ul>
    </section>
  );
}

function ClassCard(props: {
  summary: ClassSummary;
  ofLargest: number;
  ofTotal: number;
  shown: number;
}) {
  const { route } = useApp();
  const { gridPictures, open } = createPictureOpener(
    () => props.summary,
    () => props.shown,
  );
  return (
    <li class="class-card">
      <a
        class="class-card-head"
        href={route.href('data', { class: String(props.summary.label) })}
        title={t('data.showAll', { count: props.summary.pictures.length })}
      >
        <h3>{props.summary.name}</h3>
        <span class="class-card-count">{format.number(props.summary.pictures.length)}</span>
      </a>
      <div
        class="class-bar"
        role="img"
        aria-label={t('data.share', { percent: format.percent(props.ofTotal) })}
      >
        <div style={{ width: `${props.ofLargest * 100}%` }} />
      </div>
      <PictureGrid
        label={t('data.grid', { label: props.summary.name })}
        pictures={gridPictures()}
        onOpen={open}
        columns={5}
      />
    </li>
  );
}
