import { type JSX, Show } from 'solid-js';
import './empty-state.css';

/** Teaches in one sentence what will stand here, and offers what is missing. */
export function EmptyState(props: {
  icon?: JSX.Element;
  title: string;
  text: JSX.Element;
  action?: JSX.Element;
}) {
  return (
    <section class="empty-state">
      <Show when={props.icon}>
        <span class="empty-state-icon" aria-hidden="true">
          {props.icon}
        </span>
      </Show>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      <Show when={props.action}>
        <div class="empty-state-action">{props.action}</div>
      </Show>
    </section>
  );
}
