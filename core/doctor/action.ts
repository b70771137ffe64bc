import type { Picture, Split } from '../dataset';
import type { Edit } from './edits';
import type { DuplicateGroup } from './near-duplicates';

/** What to do about a finding; pictures by index, classes by label. `keep`: nothing, by default. */
export type Action =
  | { action: 'relabel'; pictures: number[]; to: number }
  | { action: 'exclude'; pictures: number[] }
  | { action: 'merge'; classes: number[]; into: number }
  | { action: 'keep' };

interface Known {
  pictures: readonly Pick<Picture, 'label' | 'width' | 'height'>[];
  classes: readonly string[];
  sides: readonly Split[] | null;
  probabilities: Float32Array;
}

/**
 * What to do about copies. Labels that contradict each other: all get the one that the out-of-fold models
 * find most probable over the group, of those it has. On several sides: what stands outside the strictest
 * side goes, so that a test set stays what it was. Else all but the largest go, or nothing, where they are
 * test pictures.
 */
export function actionForGroup(group: DuplicateGroup, known: Known): Action {
  const { pictures, sides } = known;
  if (group.crossesClasses) {
    const to = likeliestLabel(group, known);
    const wrong = group.pictures.filter((i) => pictures[i].label !== to);
    return { action: 'relabel', pictures: wrong, to };
  }
  if (group.crossesSplits) {
    const strictest = group.sides.at(-1);
    return {
      action: 'exclude',
      pictures: group.pictures.filter((i) => sides?.[i] !== strictest),
    };
  }
  if (group.sides[0] === 'test') return { action: 'keep' };
  const area = (i: number) => pictures[i].width * pictures[i].height;
  const largest = group.pictures.reduce((best, i) => (area(i) > area(best) ? i : best));
  return { action: 'exclude', pictures: group.pictures.filter((i) => i !== largest) };
}

function likeliestLabel(group: DuplicateGroup, { classes, probabilities }: Known): number {
  const support = (label: number) =>
    group.pictures.reduce((sum, i) => sum + probabilities[i * classes.length + label], 0);
  return group.labels.reduce((best, label) => (support(label) > support(best) ? label : best));
}

/**
 * The edit that follows a finding's suggestion; to keep is to dismiss it. Indices become ids, labels
 * names: `ids` and `classes` are those that the finding was made on.
 */
export function asEdit(
  { key, action }: { key: string; action: Action },
  ids: readonly string[],
  classes: readonly string[],
): Edit {
  switch (action.action) {
    case 'relabel':
      return {
        edit: 'relabel',
        pictures: action.pictures.map((i) => ids[i]),
        to: classes[action.to],
      };
    case 'exclude':
      return { edit: 'exclude', pictures: action.pictures.map((i) => ids[i]) };
    case 'merge':
      return {
        edit: 'merge',
        classes: action.classes.map((label) => classes[label]),
        into: classes[action.into],
      };
    case 'keep':
      return { edit: 'dismiss', finding: key };
  }
}
