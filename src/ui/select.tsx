import { createUniqueId, For } from 'solid-js';
import './select.css';

/** One of many. The platform's own list: it knows every device's habits. */
export function Select<T extends string>(props: {
  label: string;
  showLabel?: boolean;
  value: T;
  options: readonly { value: T; label: string; disabled?: boolean }[];
  onChange: (value: T) => void;
  disabled?: boolean;
}) {
  const id = createUniqueId();
  return (
    <div class="select">
      <label for={id} class={props.showLabel === false ? 'visually-hidden' : 'field-label'}>
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.value as T)}
      >
        <For each={props.options}>
          {(option) => (
            <option
              value={option.value}
              disabled={option.disabled}
              selected={option.value === props.value}
            >
              {option.label}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}
