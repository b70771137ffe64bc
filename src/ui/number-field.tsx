import { createUniqueId, Show } from 'solid-js';
import './number-field.css';

/**
 * A number written by hand; empty is allowed and means what `placeholder` says. A text field with a
 * numeric keyboard: number inputs swallow what they cannot read and change under the mouse wheel.
 */
export function NumberField(props: {
  label: string;
  hint?: string;
  /** Said beneath when what is written cannot be used. */
  error: string | null;
  value: string;
  placeholder?: string;
  /** Allows a decimal point. */
  decimal?: boolean;
  disabled?: boolean;
  onInput: (value: string) => void;
}) {
  const id = createUniqueId();
  const describedBy = () => (props.error || props.hint ? `${id}-text` : undefined);
  return (
    <div class="number-field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="text"
        inputmode={props.decimal ? 'decimal' : 'numeric'}
        autocomplete="off"
        value={props.value}
        placeholder={props.placeholder}
        disabled={props.disabled}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={describedBy()}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={describedBy()}>
        <p id={describedBy()} data-error={props.error ? '' : undefined}>
          {props.error ?? props.hint}
        </p>
      </Show>
    </div>
  );
}
