import { For, Show } from 'solid-js';
import type { Depth, ExperimentNote } from '../../../core/run';
import { t } from '../../locales';
import { backboneTitle } from './backbone';
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
    case 'smallerBatch':
      return t('notes.smallerBatch', {
        backbone: backboneTitle(String(context.backbone)),
        from: context.from ?? '',
        to: context.to ?? '',
      });
    case 'shallowerCut':
      return t('notes.shallowerCut', {
        backbone: backboneTitle(String(context.backbone)),
        from: depthName(context.from),
        to: depthName(context.to),
      });
    case 'budgetSpent':
      return t('notes.budgetSpent', { minutes: context.minutes ?? '' });
    default:
      return t(`notes.${code}`);
  }
}

const depthName = (depth: string | number | undefined) => t(`compare.depth.${depth as Depth}`);
