import type { Run } from '../../../core/run';
import { format, t } from '../../locales';

/** Where a confidence comes from: which temperature, learned on which and how many pictures. */
export function confidenceWhy(run: Run | null | undefined): string {
  if (!run?.calibration || !run.validation) return t('predict.confidenceWhy.unknown');
  return t(`predict.confidenceWhy.${run.validationScheme}`, {
    temperature: format.number(run.calibration.temperature, 2),
    count: run.validation.count,
  });
}

/** Why a best answer may be called none of the classes. */
export function noneWhy(run: Run | null | undefined): string {
  const threshold = run?.calibration?.threshold;
  return threshold === undefined
    ? t('predict.noneWhyUnknown')
    : t('predict.noneWhy', { threshold: format.percent(threshold) });
}
