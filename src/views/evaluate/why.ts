import { format, t } from '../../locales';
import type { Evaluation } from '../../state/evaluation-measures';
import { runName } from '../compare/run-name';

type Measured = Pick<Evaluation, 'run' | 'split' | 'labels' | 'temperature'>;

/** Which split, how many pictures, which model: what every number's explanation begins with. */
export function sourceOf({ run, split, labels }: Measured): string {
  return t(`evaluate.why.source.${split}`, { count: labels.length, run: runName(run) });
}

/** The temperature a model's confidences were divided by. */
export const temperatureOf = ({ temperature }: Measured): string => format.number(temperature, 2);

/** What the pictures of a split are and what they are for. */
export function splitInWords({ run, split, labels }: Measured): string {
  const count = labels.length;
  if (split === 'test') return t('evaluate.on.test', { count });
  return run.validationScheme === 'k-fold'
    ? t('evaluate.on.kFold', { count })
    : t('evaluate.on.validation', { count });
}
