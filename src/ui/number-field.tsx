import { TextField, type TextFieldProps } from './text-field';

type NumberFieldProps = Omit<TextFieldProps, 'type' | 'inputMode' | 'action'> & {
  /** Allows a decimal point. */
  decimal?: boolean;
};

/**
 * A number written by hand; empty is allowed and means what `placeholder` says. A text field with a
 * numeric keyboard: number inputs swallow what they cannot read and change under the mouse wheel.
 */
export function NumberField(props: NumberFieldProps) {
  return <TextField {...props} inputMode={props.decimal ? 'decimal' : 'numeric'} />;
}
