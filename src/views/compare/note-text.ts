import type { Depth, ExperimentNote } from '../../../core/run';
import { t } from '../../locales';
import { backboneTitle } from './backbone';

/** A note in words: what was done, or with `ahead` what is going to be done. */
export function noteText({ code, context }: ExperimentNote, ahead = false): string {
  switch (code) {
    case 'kFold':
      return t('notes.kFold', { folds: context.folds ?? '' });
    case 'movedPictures':
      return t('notes.movedPictures', { count: context.count ?? '' });
    case 'fewTestPictures':
      return t('notes.fewTestPictures', { count: context.count ?? '' });
    case 'smallerBatch':
      return t(ahead ? 'notes.ahead.smallerBatch' : 'notes.smallerBatch', {
        backbone: backboneTitle(String(context.backbone)),
        from: context.from ?? '',
        to: context.to ?? '',
      });
    case 'shallowerCut':
      return t(ahead ? 'notes.ahead.shallowerCut' : 'notes.shallowerCut', {
        backbone: backboneTitle(String(context.backbone)),
        from: depthName(context.from),
        to: depthName(context.to),
      });
    case 'budgetSpent':
      return t(ahead ? 'notes.ahead.budgetSpent' : 'notes.budgetSpent', {
        minutes: context.minutes ?? '',
      });
    case 'softwareAdapter':
    case 'featuresToDisk':
      return t(ahead ? `notes.ahead.${code}` : `notes.${code}`);
    default:
      return t(`notes.${code}`);
  }
}

const depthName = (depth: string | number | undefined) => t(`compare.depth.${depth as Depth}`);
