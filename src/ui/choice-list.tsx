import { For, type JSX, Show } from 'solid-js';
import './choice-list.css';

export interface ListedChoice<T extends string> {
  value: T;
  label: JSX.Element;
  /** What choosing it means. */
  text?: JSX.Element;
  /** At the end of the label's line. */
  aside?: JSX.Element;
}

/** Choices that need a sentence each: one of them (`radio`) or any number (`checkbox`). */
export function ChoiceList<T extends string>(props: {
  label: string;
  name: string;
  type: 'radio' | 'checkbox';
  options: readonly ListedChoice<T>[];
  chosen: (value: T) => boolean;
  onChange: (value: T, chosen: boolean) => void;
  error?: string | null;
  /** Side by side where there is room; else beneath each other. */
  columns?: boolean;
}) {
  return (
    <fieldset class="choice-list" data-columns={props.columns ? '' : undefined}>
      <legend>{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="choice">
            <input
              type={props.type}
              name={props.name}
              value={option.value}
              checked={props.chosen(option.value)}
              onChange={(event) => props.onChange(option.value, event.currentTarget.checked)}
            />
            <span class="choice-label">
              <span>{option.label}</span>
              <Show when={option.aside}>
                <span class="choice-aside">{option.aside}</span>
              </Show>
            </span>
            <Show when={option.text}>
              <span class="choice-text">{option.text}</span>
            </Show>
          </label>
        )}
      </For>
      <Show when={props.error}>
        <p class="choice-error" role="alert">
          {props.error}
        </p>
      </Show>
    </fieldset>
  );
}
