import { createUniqueId, type JSX, Show } from 'solid-js';
import './text-field.css';

export interface TextFieldProps {
  label: string;
  hint?: JSX.Element;
  /** Said beneath when what is written cannot be used. */
  error: string | null;
  value: string;
  placeholder?: string;
  type?: 'text' | 'password';
  inputMode?: 'decimal' | 'numeric';
  required?: boolean;
  disabled?: boolean;
  /** Stands beside the field. */
  action?: JSX.Element;
  onInput: (value: string) => void;
}

/** One line written by hand: names and numbers, which no browser should complete or correct. */
export function TextField(props: TextFieldProps) {
  const id = createUniqueId();
  const describedBy = () => (props.error || props.hint ? `${id}-text` : undefined);
  return (
    <div class="text-field">
      <label for={id}>{props.label}</label>
      <div class="text-field-line">
        <input
          id={id}
          type={props.type ?? 'text'}
          inputmode={props.inputMode}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          required={props.required}
          value={props.value}
          placeholder={props.placeholder}
          disabled={props.disabled}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy()}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
        {props.action}
      </div>
      <Show when={describedBy()}>
        <p id={describedBy()} data-error={props.error ? '' : undefined}>
          {props.error ?? props.hint}
        </p>
      </Show>
    </div>
  );
}
