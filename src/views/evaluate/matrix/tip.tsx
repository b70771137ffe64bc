import { onCleanup, type ParentProps } from 'solid-js';
import { Portal } from 'solid-js/web';

const gap = 6;
/** As `.matrix-tip` is at most. */
const widest = 300;

/**
 * One tip for all cells: a tooltip each would be thousands. The cells' own names say the same to a
 * screen reader. Escape dismisses it.
 */
export function MatrixTip(props: ParentProps<{ box: DOMRect; onDismiss: () => void }>) {
  const dismiss = (event: KeyboardEvent) => event.key === 'Escape' && props.onDismiss();
  addEventListener('keydown', dismiss);
  addEventListener('scroll', props.onDismiss, true);
  onCleanup(() => {
    removeEventListener('keydown', dismiss);
    removeEventListener('scroll', props.onDismiss, true);
  });
  const middle = () => {
    const centre = props.box.left + props.box.width / 2;
    const half = Math.min(widest, innerWidth - 4 * gap) / 2;
    return Math.min(innerWidth - half - gap, Math.max(half + gap, centre));
  };
  const above = () => props.box.top > 72;
  return (
    <Portal>
      <div
        class="matrix-tip"
        aria-hidden="true"
        style={{
          left: `${middle()}px`,
          top: `${above() ? props.box.top - gap : props.box.bottom + gap}px`,
          translate: `-50% ${above() ? '-100%' : '0'}`,
        }}
      >
        {props.children}
      </div>
    </Portal>
  );
}
