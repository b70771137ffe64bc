import X from 'lucide-solid/icons/x';
import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js';
import { t } from '../../locales';
import { Button } from '../../ui/button';
import { Thumbnail } from '../../ui/thumbnail';
import './filmstrip.css';

export interface Frame {
  id: string;
  /** Read out for the picture, and shown on hover. */
  label: string;
  /** Under the picture. */
  caption?: string;
  wrong?: boolean;
  load: () => Promise<Blob | null>;
}

export interface FrameGroup {
  title: JSX.Element;
  frames: readonly Frame[];
}

/** So many pictures of a group stand in the strip at first; a thousand buttons would be slow. */
const firstShown = 40;

/** Pictures in one row to choose from. One tab stop: arrows move, Enter and Space choose. */
export function Filmstrip(props: {
  label: string;
  groups: readonly FrameGroup[];
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  let strip!: HTMLElement;
  const buttons = () => [...strip.querySelectorAll<HTMLButtonElement>('.frame')];
  const stop = () => {
    const ids = props.groups.flatMap(({ frames }) => frames.map(({ id }) => id));
    return props.chosen !== null && ids.includes(props.chosen) ? props.chosen : ids[0];
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (at < 0) return;
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    const target = next === undefined ? undefined : all[next];
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
  // Chosen elsewhere, it is brought into sight.
  createEffect(
    on(
      () => props.chosen,
      () =>
        queueMicrotask(() => {
          const chosen = strip.querySelector<HTMLElement>('.frame[aria-pressed="true"]');
          if (!chosen) return;
          const [inner, outer] = [chosen.getBoundingClientRect(), strip.getBoundingClientRect()];
          if (inner.left < outer.left) strip.scrollBy({ left: inner.left - outer.left - 16 });
          else if (inner.right > outer.right) {
            strip.scrollBy({ left: inner.right - outer.right + 16 });
          }
        }),
    ),
  );

  return (
    <section ref={strip} class="filmstrip" aria-label={props.label} onKeyDown={onKeyDown}>
      <For each={props.groups}>
        {(group) => (
          <Show when={group.frames.length > 0}>
            <Group {...group} chosen={props.chosen} stop={stop()} onChoose={props.onChoose} />
          </Show>
        )}
      </For>
    </section>
  );
}

function Group(
  props: FrameGroup & {
    chosen: string | null;
    stop: string | undefined;
    onChoose: (id: string) => void;
  },
) {
  const [wanted, setWanted] = createSignal(firstShown);
  /** Also as many as the chosen one needs to be among them. */
  const shown = createMemo(() =>
    Math.max(wanted(), props.frames.findIndex(({ id }) => id === props.chosen) + 1),
  );
  return (
    <div class="filmstrip-group">
      <h2>{props.title}</h2>
      <ul>
        <For each={props.frames.slice(0, shown())}>
          {(frame) => (
            <li>
              <button
                type="button"
                class="frame"
                aria-label={frame.label}
                aria-pressed={frame.id === props.chosen}
                title={frame.label}
                tabindex={frame.id === props.stop ? 0 : -1}
                onClick={() => props.onChoose(frame.id)}
              >
                <Thumbnail load={frame.load} alt="" />
                <Show when={frame.caption}>
                  <span class="frame-caption">
                    <Show when={frame.wrong}>
                      <X aria-hidden="true" />
                    </Show>
                    <span>{frame.caption}</span>
                  </span>
                </Show>
              </button>
            </li>
          )}
        </For>
        <Show when={props.frames.length > shown()}>
          <li class="filmstrip-more">
            <Button size="s" kind="quiet" onClick={() => setWanted(shown() + 2 * firstShown)}>
              {t('common.showMore')}
            </Button>
          </li>
        </Show>
      </ul>
    </div>
  );
}
