import { For, Show } from 'solid-js';
import type { ExperimentNote } from '../../../core/run';
import { t } from '../../locales';
import { noteText } from './note-text';
import './notes.css';

/** What a reader of the numbers should know, in plain words. */
export function Notes(props: {
  notes: readonly ExperimentNote[];
  /** Said before the start: what is going to be done. */
  ahead?: boolean;
}) {
  return (
    <Show when={props.notes.length > 0}>
      <ul
        class="experiment-notes"
        aria-label={t(props.ahead ? 'compare.notesAhead' : 'compare.notes')}
      >
        <For each={props.notes}>{(note) => <li>{noteText(note, props.ahead)}</li>}</For>
      </ul>
    </Show>
  );
}
