import { For, type JSX } from 'solid-js';
import './facts.css';

export interface Fact {
  term: string;
  value: JSX.Element;
}

/** Names and values, in two columns that line up. */
export function Facts(props: { title: string; facts: readonly Fact[] }) {
  return (
    <section class="facts">
      <h3>{props.title}</h3>
      <dl>
        <For each={props.facts}>
          {(fact) => (
            <div>
              <dt>{fact.term}</dt>
              <dd>{fact.value}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
}
