import { format, t } from '../../../locales';
import type { Evaluation, Selection } from '../../../state/evaluation-measures';

type Counted = Pick<Evaluation, 'counts' | 'classes' | 'perClass'>;

/** What a part of the matrix says, as a sentence: `12 of 40 pictures of Shirt taken for T-shirt (30.0%)`. */
export function inWords(evaluation: Counted, { label, said }: Selection): string {
  const name = (c: number) => evaluation.classes[c] ?? String(c);
  if (label === null) {
    if (said === null) return '';
    const count = evaluation.perClass[said]?.predicted ?? 0;
    return t('evaluate.matrix.column', { count, said: name(said) });
  }
  const count = evaluation.perClass[label]?.support ?? 0;
  if (said === null) return t('evaluate.matrix.row', { count, label: name(label) });
  const hits = evaluation.counts[label * evaluation.classes.length + said] ?? 0;
  const share = count === 0 ? '–' : format.percent(hits / count);
  return label === said
    ? t('evaluate.matrix.right', { hits, count, label: name(label), share })
    : t('evaluate.matrix.wrong', { hits, count, label: name(label), said: name(said), share });
}
