import { Dialog } from '@kobalte/core/dialog';
import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import Flame from 'lucide-solid/icons/flame';
import X from 'lucide-solid/icons/x';
import { createEffect, createResource, createSignal, on, onCleanup, Show } from 'solid-js';
import { toWire } from '../../../core/errors';
import { t } from '../../locales';
import { Button, IconButton } from '../button';
import { Heatmap, HeatmapLegend, heatmapOpacity } from '../heatmap';
import { createObjectUrl } from '../object-url';
import type { ViewerPicture } from './picture';
import './overlay.css';

/** The picture large, as it was brought; small ones are enlarged with hard pixels. */
export default function Overlay(props: {
  pictures: readonly ViewerPicture[];
  index: number;
  /** Whether heatmaps are on at first. */
  heatmap?: boolean;
  onMove: (index: number) => void;
  onClose: () => void;
}) {
  const picture = () => props.pictures[props.index] as ViewerPicture;
  const [blob] = createResource(picture, (shown) => shown.load());
  const url = createObjectUrl(() => (blob.error ? null : (blob.latest ?? null)));
  const [size, setSize] = createSignal<{ width: number; height: number }>();
  const [unreadable, setUnreadable] = createSignal(false);
  createEffect(on(picture, () => setUnreadable(false)));

  // Stays on from picture to picture.
  const [hot, setHot] = createSignal(props.heatmap ?? false);
  const [heat] = createResource(
    () => hot() && picture(),
    async (shown) => ({ of: shown, ...(await shown.explain?.()) }),
  );
  const warmth = () => {
    const known = hot() && !heat.error ? heat.latest : undefined;
    return known?.of === picture() ? known : null;
  };

  const move = (step: number) => {
    const next = props.index + step;
    if (next >= 0 && next < props.pictures.length) props.onMove(next);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') move(-1);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') move(1);
    else if (event.key === 'Home') props.onMove(0);
    else if (event.key === 'End') props.onMove(props.pictures.length - 1);
    else if (event.key === 'h' && picture().explain && !event.ctrlKey && !event.metaKey) {
      setHot((on) => !on);
    } else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  onCleanup(() => document.removeEventListener('keydown', onKey));

  let content!: HTMLDivElement;
  let touchStart: number | null = null;
  const onTouchEnd = (end: number) => {
    if (touchStart !== null && Math.abs(end - touchStart) > 48) move(end < touchStart ? 1 : -1);
    touchStart = null;
  };

  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="viewer-scrim" />
        <Dialog.Content
          ref={content}
          class="viewer"
          // On the close button, focus would show its tooltip, and Esc would close that first.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            content.focus();
          }}
          onTouchStart={(event: TouchEvent) => {
            touchStart = event.changedTouches[0]?.clientX ?? null;
          }}
          onTouchEnd={(event: TouchEvent) => onTouchEnd(event.changedTouches[0]?.clientX ?? 0)}
        >
          <header class="viewer-head">
            <div>
              <Dialog.Title as="h2">{picture().title}</Dialog.Title>
              <Dialog.Description class="viewer-caption">
                <Show when={picture().caption}>{(caption) => <span>{caption()}</span>}</Show>
                <Show when={size()}>
                  {(pixels) => (
                    <span>
                      {pixels().width} × {pixels().height}
                    </span>
                  )}
                </Show>
              </Dialog.Description>
            </div>
            <span class="viewer-position" aria-live="polite">
              <span class="visually-hidden">
                {t('shell.viewer.label', {
                  position: props.index + 1,
                  count: props.pictures.length,
                })}
              </span>
              <span aria-hidden="true">
                {props.index + 1} / {props.pictures.length}
              </span>
            </span>
            <Show when={picture().explain}>
              <Button
                kind="quiet"
                size="s"
                icon={<Flame />}
                aria-pressed={hot()}
                aria-keyshortcuts="h"
                onClick={() => setHot((on) => !on)}
              >
                {t('shell.viewer.heatmap')}
              </Button>
            </Show>
            <IconButton label={t('common.close')} icon={<X />} onClick={props.onClose} />
          </header>
          <div class="viewer-stage">
            <Show
              when={!unreadable() && !blob.error && (blob.loading || blob.latest)}
              fallback={<p class="muted">{t('shell.viewer.unreadable')}</p>}
            >
              <Show when={url()}>
                {(source) => (
                  <Heatmap
                    src={source()}
                    alt={picture().title}
                    map={warmth()?.map ?? null}
                    seen={warmth()?.seen ?? null}
                    opacity={hot() ? heatmapOpacity : 0}
                    unseen={t('explain.unseen')}
                    onSize={setSize}
                    onError={() => setUnreadable(true)}
                  />
                )}
              </Show>
            </Show>
            <Show when={hot() && picture().explain}>
              <div class="viewer-heat" role="status" data-waiting={heat.loading ? '' : undefined}>
                <Show when={!heat.loading} fallback={t('explain.waiting')}>
                  <Show
                    when={!heat.error}
                    fallback={`${toWire(heat.error).message} ${toWire(heat.error).remedy}`}
                  >
                    <HeatmapLegend low={t('explain.low')} high={t('explain.high')} />
                    <span>{warmth()?.caption}</span>
                  </Show>
                </Show>
              </div>
            </Show>
          </div>
          <div class="viewer-move">
            <IconButton
              label={t('common.previous')}
              icon={<ChevronLeft />}
              disabled={props.index === 0}
              onClick={() => move(-1)}
            />
            <IconButton
              label={t('common.next')}
              icon={<ChevronRight />}
              disabled={props.index === props.pictures.length - 1}
              onClick={() => move(1)}
            />
          </div>
          <Show when={picture().detail}>
            {(detail) => <aside class="viewer-detail">{detail()()}</aside>}
          </Show>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  );
}
