import ChevronRight from 'lucide-solid/icons/chevron-right';
import type { JSX, ParentProps } from 'solid-js';
import './disclosure.css';

/** More on request; the summary says what is behind it. */
export function Disclosure(
  props: ParentProps<{ summary: JSX.Element; open?: boolean; onToggle?: (open: boolean) => void }>,
) {
  return (
    <details
      class="disclosure"
      open={props.open}
      onToggle={(event) => props.onToggle?.(event.currentTarget.open)}
    >
      <summary>
        <ChevronRight aria-hidden="true" />
        <span>{props.summary}</span>
      </summary>
      <div class="disclosure-body">{props.children}</div>
    </details>
  );
}
