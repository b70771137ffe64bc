import type { Examination } from '../../../../core/contract/doctor';
import { type Action, asEdit } from '../../../../core/doctor/action';
import type { Edit } from '../../../../core/doctor/edits';
import type { Finding } from '../../../../core/doctor/findings';

export type Choice = 'relabel' | 'exclude' | 'merge' | 'keep';

/** What can be done about a finding, each as the edit it makes. */
export function editsFor(
  finding: Finding,
  { pictures, classes }: Examination,
): Partial<Record<Choice, Edit>> {
  const edit = (action: Action) => asEdit({ key: finding.key, action }, pictures, classes);
  const { action } = finding;
  const offered: Partial<Record<Choice, Edit>> = { keep: edit({ action: 'keep' }) };
  if (action.action === 'relabel') offered.relabel = edit(action);
  if (action.action === 'exclude') offered.exclude = edit(action);
  else if (finding.pictures.length > 0) {
    // Of copies one stays, where nothing says which.
    const isGroup = finding.pictures.length > 1 && finding.kind !== 'contradiction';
    const gone = isGroup ? finding.pictures.slice(1) : finding.pictures;
    offered.exclude = edit({ action: 'exclude', pictures: gone });
  }
  if (finding.kind === 'alike-classes') {
    const [into, from] = finding.detail.classes;
    offered.merge = edit(
      action.action === 'merge' ? action : { action: 'merge', classes: [from], into },
    );
  }
  return offered;
}
