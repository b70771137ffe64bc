import type { Examination } from '../../../../core/contract/doctor';
import type { Edit } from '../../../../core/doctor/edits';
import type { Finding } from '../../../../core/doctor/findings';
import { format, t } from '../../../locales';

type QualityDetail = Extract<Finding, { kind: 'picture-quality' }>['detail'];

/** Why a finding is one, with its figures. */
export function whyOf(finding: Finding, { classes }: Examination): string {
  const name = (label: number) => classes[label] ?? String(label);
  switch (finding.kind) {
    case 'label-error': {
      const { given, suggested, suggestedProbability, selfConfidence } = finding.detail;
      return t('doctor.why.labelError', {
        given: name(given),
        suggested: name(suggested),
        percent: format.percent(suggestedProbability),
        own: format.percent(selfConfidence),
      });
    }
    case 'contradiction': {
      const { action } = finding;
      return t('doctor.why.contradiction', {
        classes: finding.classes.map(name).join(', '),
        to: action.action === 'relabel' ? name(action.to) : name(finding.classes[0] ?? 0),
      });
    }
    case 'leak': {
      const sides = finding.detail.sides.map((side) => t(`doctor.sides.${side}`)).join(', ');
      return t('doctor.why.leak', { sides });
    }
    case 'exact-copies':
      return t('doctor.why.exact', { count: finding.pictures.length });
    case 'near-copies':
      return t('doctor.why.copies', {
        count: finding.pictures.length,
        similarity: format.number(finding.detail.similarity, 2),
      });
    case 'picture-quality':
      return qualityText(finding.detail);
    case 'small-class': {
      const { pictures } = finding.detail;
      return t('doctor.why.small', { label: name(finding.detail.class), count: pictures });
    }
    case 'outnumbered-class':
      return t('doctor.why.outnumbered', {
        label: name(finding.detail.class),
        times: format.number(finding.detail.timesSmaller, 0),
      });
    case 'alike-classes': {
      const { classes: pair, confused, pictures, rate } = finding.detail;
      return t('doctor.why.alike', {
        confused,
        count: pictures,
        first: name(pair[0]),
        second: name(pair[1]),
        percent: format.percent(rate),
      });
    }
  }
}

/** Measures come in the units they are judged in: logarithms where ratios count. */
function qualityText({ kind, value, limit }: QualityDetail): string {
  const write = (measured: number): string => {
    if (kind === 'blurred') return format.number(10 ** measured - 1, 0);
    if (kind === 'tiny') return format.number(2 ** measured, 0);
    if (kind === 'odd-shape') return format.number(2 ** measured, 1);
    return format.percent(measured);
  };
  return t(`doctor.why.${kind}`, { value: write(value), limit: write(limit) });
}

/** One line of the list of changes. */
export function editText(edit: Edit): string {
  switch (edit.edit) {
    case 'relabel':
      return t('doctor.changes.relabel', { count: edit.pictures.length, label: edit.to });
    case 'exclude':
      return t('doctor.changes.exclude', { count: edit.pictures.length });
    case 'move': {
      const side = t(`doctor.sides.${edit.to}`);
      return t('doctor.changes.move', { count: edit.pictures.length, side });
    }
    case 'merge':
      return t('doctor.changes.merge', { classes: edit.classes.join(', '), label: edit.into });
    case 'rename':
      return t('doctor.changes.rename', { from: edit.from, to: edit.to });
    case 'reorder':
      return t('doctor.changes.reorder');
    case 'dismiss':
      return t('doctor.changes.dismiss');
  }
}
