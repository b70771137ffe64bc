import { format, t } from '../../locales';
import type { Evaluation } from '../../state/evaluation-measures';
import { sourceOf, temperatureOf } from './why';

/** One number about a model on a split. */
export interface Figure {
  key: 'accuracy' | 'balanced' | 'macroF1' | 'logLoss' | 'calibration' | 'calibrationBefore';
  name: string;
  value: number;
  /** As the page writes it, with its unit. */
  written: string;
  /** Which split, how many pictures, which temperature, and what it means. */
  why: string;
}

/** The key numbers of an evaluation, each with where it comes from. */
export function figures(evaluation: Evaluation): Figure[] {
  const { averages, logLoss, calibration, split } = evaluation;
  const { accuracy } = averages;
  const temperature = temperatureOf(evaluation);
  const source = sourceOf(evaluation);
  const calibrated = t('evaluate.why.calibration', { temperature });
  const figure = (
    key: Figure['key'],
    value: number,
    written: string,
    ...why: string[]
  ): Figure => ({
    key,
    name: t(`evaluate.key.${key}`),
    value,
    written,
    why: [source, ...why].join(' '),
  });
  return [
    figure(
      'accuracy',
      accuracy.accuracy,
      format.score(accuracy),
      t('evaluate.why.accuracy', {
        correct: accuracy.correct,
        count: accuracy.count,
        temperature,
      }),
    ),
    figure(
      'balanced',
      averages.balancedAccuracy,
      format.percent(averages.balancedAccuracy),
      t('evaluate.why.balanced'),
    ),
    figure(
      'macroF1',
      averages.macro.f1,
      format.number(averages.macro.f1, 3),
      t('evaluate.why.macroF1'),
    ),
    figure(
      'logLoss',
      logLoss,
      t('evaluate.key.unit.logLoss', { value: format.number(logLoss, 3) }),
      t('evaluate.why.logLoss', { temperature }),
    ),
    figure(
      'calibration',
      calibration.after,
      format.percent(calibration.after),
      calibrated,
      ...(split === 'validation' ? [t('evaluate.why.calibrationOwn')] : []),
    ),
    figure(
      'calibrationBefore',
      calibration.before,
      format.percent(calibration.before),
      t('evaluate.why.calibrationBefore', { temperature }),
    ),
  ];
}
