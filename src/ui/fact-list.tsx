import { For, type JSX, Show } from 'solid-js';
import './fact-list.css';

/** Names and values between hairlines; a row whose value is null is left out. */
export function FactList(props: {
  facts: readonly (readonly [name: string, value: JSX.Element])[];
}) {
  return (
    <dl class="fact-list">
      <For each={props.facts}>
        {([name, value]) => (
          <Show when={value}>
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          </Show>
        )}
      </For>
    </dl>
  );
}
