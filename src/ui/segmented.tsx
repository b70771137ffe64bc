import { SegmentedControl } from '@kobalte/core/segmented-control';
import { For, type JSX } from 'solid-js';
import './segmented.css';

export interface Choice<T extends string> {
  value: T;
  label: JSX.Element;
  disabled?: boolean;
}

/** One of a few, all of them in sight. Arrow keys move, as in a radio group. */
export function Segmented<T extends string>(props: {
  label: string;
  /** Off where a visible heading already says it; the label is then read out only. */
  showLabel?: boolean;
  value: T;
  options: readonly Choice<T>[];
  onChange: (value: T) => void;
  disabled?: boolean;
}) {
  return (
    <SegmentedControl
      class="segmented"
      value={props.value}
      onChange={(value: string) => props.onChange(value as T)}
      disabled={props.disabled}
    >
      <SegmentedControl.Label class={props.showLabel ? 'field-label' : 'visually-hidden'}>
        {props.label}
      </SegmentedControl.Label>
      <div class="segmented-track" role="presentation">
        <For each={props.options}>
          {(option) => (
            <SegmentedControl.Item
              value={option.value}
              disabled={option.disabled}
              class="segmented-item"
            >
              <SegmentedControl.ItemInput class="segmented-input" />
              <SegmentedControl.ItemLabel class="segmented-label">
                {option.label}
              </SegmentedControl.ItemLabel>
            </SegmentedControl.Item>
          )}
        </For>
      </div>
    </SegmentedControl>
  );
}
