import { For, Show } from 'solid-js';
import type { ExperimentNote } from '../../../core/run';
import { t } from '../../locales';
import './notes.css';

/** What a reader of the numbers should know, in plain words. */
export function Notes(props: { notes: readonly ExperimentNote[] }) {
  return (
    <Show when={props.notes.length > 0}>
      <ul class="experiment-notes" aria-label={t('compare.notes')}>
        <For each={props.notes}>{(note) => <li>{noteText(note)}</li>}</For>
      </ul>
    </Show>
  );
}

function noteText({ code, context }: ExperimentNote): string {
  switch (code) {
    case 'kFold':
      return t('notes.kFold', { folds: context.folds ?? '' });
    case 'fewTestPictures':
      return t('notes.fewTestPictures', { count: context.count ?? '' });
    default:
      return t(`notes.${code}`);
  }
}
