import type { Run } from '../../../core/run';
import { t } from '../../locales';

/** What a downloaded learning curve says of itself: whose it is, and on how many pictures it was measured. */
export function learningCaption(name: string, runs: readonly Run[]): string {
  const counted = runs.find((run) => run.validation !== null);
  const measured =
    counted?.validation &&
    t(`charts.caption.learning.${counted.validationScheme}`, {
      pictures: t('common.pictures', { count: counted.validation.count }),
    });
  return [name, measured].filter(Boolean).join(' · ');
}
