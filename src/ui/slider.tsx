import { createUniqueId } from 'solid-js';
import './slider.css';

/** A number between two ends, by the platform's own slider. */
export function Slider(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value in words, read out: `60%`. */
  text: string;
  onChange: (value: number) => void;
  disabled?: boolean;
}) {
  const id = createUniqueId();
  return (
    <div class="slider">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="range"
        min={props.min}
        max={props.max}
        step={props.step}
        value={props.value}
        disabled={props.disabled}
        aria-valuetext={props.text}
        onInput={(event) => props.onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
