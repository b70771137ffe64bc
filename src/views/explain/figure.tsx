import { createEffect, createSignal, on, Show } from 'solid-js';
import { t } from '../../locales';
import { Heatmap } from '../../ui/heatmap';
import { ErrorNotice } from '../../ui/notice';
import { createObjectUrl } from '../../ui/object-url';
import { ProgressBar } from '../../ui/progress';
import { Select } from '../../ui/select';
import type { Pane } from './selection';
import './figure.css';

/** One picture with what speaks for one class drawn over it. */
export function Figure(props: {
  pane: Pane;
  classes: readonly string[];
  /** The classes in the order the chooser offers them. */
  order: readonly number[];
  picture: Blob;
  name: string;
  opacity: number;
  /** Label of a chooser of the class; null where the list of answers is the chooser. */
  chooser: string | null;
  onSize?: (size: { width: number; height: number }) => void;
}) {
  const url = createObjectUrl(() => props.picture);
  const [unreadable, setUnreadable] = createSignal(false);
  createEffect(
    on(
      () => props.picture,
      () => setUnreadable(false),
    ),
  );
  const result = () => props.pane.explanation.result();
  const map = () => result()?.maps[0] ?? null;
  const label = (index: number | null) => (index === null ? '' : (props.classes[index] ?? ''));
  const shown = () => map()?.label ?? label(props.pane.classIndex());

  return (
    <figure
      class="explain-figure"
      data-class={map()?.classIndex}
      data-cells={map() ? `${map()?.width}x${map()?.height}` : undefined}
      data-layer={result()?.layer}
      data-waiting={props.pane.explanation.waiting() ? '' : undefined}
    >
      <Show when={props.chooser}>
        {(words) => (
          <Select
            label={words()}
            value={String(props.pane.classIndex() ?? '')}
            disabled={props.pane.classIndex() === null}
            options={props.order.map((index) => ({ value: String(index), label: label(index) }))}
            onChange={(value) => props.pane.setClass(Number(value))}
          />
        )}
      </Show>
      <div class="explain-stage">
        <Show when={!unreadable() && url()}>
          {(source) => (
            <Heatmap
              src={source()}
              alt={
                map() && props.opacity > 0
                  ? t('explain.picture.alt', { name: props.name, label: shown() })
                  : props.name
              }
              map={map()}
              seen={result()?.seen ?? null}
              opacity={props.opacity}
              unseen={t('explain.unseen')}
              onSize={props.onSize}
              onError={() => setUnreadable(true)}
            />
          )}
        </Show>
        <Show when={props.pane.explanation.waiting()}>
          <div class="explain-waiting" role="status">
            {t('explain.waiting')}
            <ProgressBar value={null} label={t('explain.waiting')} />
            <Show when={!result()}>
              <span>{t('explain.waitingLong')}</span>
            </Show>
          </div>
        </Show>
        <Show when={props.pane.explanation.error()}>
          {(error) => (
            <div class="explain-fault">
              <ErrorNotice
                error={error()}
                action={
                  // Asked again, the same bytes are no more of a picture.
                  unreadable()
                    ? undefined
                    : { label: t('common.retry'), run: props.pane.explanation.retry }
                }
              />
            </div>
          )}
        </Show>
      </div>
    </figure>
  );
}
