import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { type ParentProps, Show } from 'solid-js';
import './sort-header.css';
import { Tooltip } from './tooltip';

/** A column's name; pressing it sorts, pressing it again turns the order round. */
export function SortHeader(
  props: ParentProps<{
    label: string;
    /** What the column's numbers are. */
    why?: string;
    numeric: boolean;
    sorted: 'ascending' | 'descending' | null;
    onSort?: () => void;
  }>,
) {
  return (
    <th
      scope="col"
      aria-sort={props.sorted ?? undefined}
      data-numeric={props.numeric ? '' : undefined}
    >
      <Show when={props.onSort} fallback={props.label}>
        <SortButton why={props.why} onClick={() => props.onSort?.()}>
          {props.label}
          <Show when={props.sorted}>
            <span aria-hidden="true">
              {props.sorted === 'ascending' ? <ArrowUp /> : <ArrowDown />}
            </span>
          </Show>
        </SortButton>
      </Show>
      {props.children}
    </th>
  );
}

function SortButton(props: ParentProps<{ why?: string; onClick: () => void }>) {
  return (
    <Show
      when={props.why}
      fallback={
        <button type="button" class="sort-header" onClick={() => props.onClick()}>
          {props.children}
        </button>
      }
    >
      {(why) => (
        <Tooltip
          text={why()}
          as="button"
          type="button"
          class="sort-header"
          onClick={() => props.onClick()}
        >
          {props.children}
        </Tooltip>
      )}
    </Show>
  );
}
