import type { Split } from '../dataset';
import type { DatasetVersion, VersionPicture } from './version';

/** One change of a dataset. Pictures are named by id, classes by the name they have at that point. */
export type Edit =
  | { edit: 'relabel'; pictures: string[]; to: string }
  | { edit: 'exclude'; pictures: string[] }
  | { edit: 'move'; pictures: string[]; to: Split }
  /** `classes` are gone afterwards; `into` takes their pictures and is none of them. */
  | { edit: 'merge'; classes: string[]; into: string }
  | { edit: 'rename'; from: string; to: string }
  /** All class names, in their new order. */
  | { edit: 'reorder'; classes: string[] }
  /** A finding, by its key, that is let stand. */
  | { edit: 'dismiss'; finding: string };

/**
 * The version that a list of edits makes of another, which stays as it is. Edits of different pictures
 * commute, and so do relabelling, excluding and moving the same picture; of two relabellings or moves of one
 * the later counts. A class may be left without pictures. Throws RangeError for pictures or classes
 * that are not there, for a name that is taken or empty, and for an order that is none of all classes.
 */
export function applyEdits(base: DatasetVersion, edits: readonly Edit[]): DatasetVersion {
  const draft: Draft = {
    classes: base.classes,
    pictures: [...base.pictures],
    places: new Map(base.pictures.map(({ id }, i) => [id, i])),
    dismissed: new Set(base.dismissed),
  };
  for (const edit of edits) apply(draft, edit);
  return {
    classes: draft.classes,
    pictures: draft.pictures,
    dismissed: [...draft.dismissed].sort(),
  };
}

/** The list without its last edit; an empty list stays empty. */
export function undoLast(edits: readonly Edit[]): Edit[] {
  return edits.slice(0, -1);
}

/** A version being made: its lists are its own, the pictures in them are replaced, not changed. */
interface Draft {
  classes: readonly string[];
  pictures: VersionPicture[];
  /** Where each id stands. */
  places: ReadonlyMap<string, number>;
  dismissed: Set<string>;
}

function apply(draft: Draft, edit: Edit): void {
  switch (edit.edit) {
    case 'relabel':
      change(draft, edit.pictures, { label: classIndex(draft, edit.to) });
      break;
    case 'exclude':
      change(draft, edit.pictures, { isExcluded: true });
      break;
    case 'move':
      change(draft, edit.pictures, { side: edit.to });
      break;
    case 'merge':
      merge(draft, edit.classes, edit.into);
      break;
    case 'rename':
      rename(draft, edit.from, edit.to);
      break;
    case 'reorder':
      reorder(draft, edit.classes);
      break;
    case 'dismiss':
      draft.dismissed.add(edit.finding);
  }
}

function classIndex({ classes }: Draft, name: string): number {
  const index = classes.indexOf(name);
  if (index < 0) throw new RangeError(`there is no class ${name}`);
  return index;
}

function change(draft: Draft, ids: readonly string[], to: Partial<VersionPicture>): void {
  for (const id of ids) {
    const place = draft.places.get(id);
    if (place === undefined) throw new RangeError(`there is no picture ${id}`);
    draft.pictures[place] = { ...draft.pictures[place], ...to };
  }
}

/** Other classes for the same pictures; `names[label]` is the new name of each old class. */
function setClasses(draft: Draft, classes: readonly string[], names: readonly string[]): void {
  const labels = names.map((name) => classes.indexOf(name));
  draft.classes = classes;
  draft.pictures = draft.pictures.map((picture) => ({ ...picture, label: labels[picture.label] }));
}

function merge(draft: Draft, from: readonly string[], into: string): void {
  for (const name of [into, ...from]) classIndex(draft, name);
  if (from.includes(into)) throw new RangeError(`${into} cannot be merged into itself`);
  const left = draft.classes.filter((name) => !from.includes(name));
  const names = draft.classes.map((name) => (from.includes(name) ? into : name));
  setClasses(draft, left, names);
}

function rename(draft: Draft, from: string, to: string): void {
  const index = classIndex(draft, from);
  if (to === '') throw new RangeError('a class needs a name');
  if (from !== to && draft.classes.includes(to)) throw new RangeError(`${to} is a class already`);
  draft.classes = draft.classes.with(index, to);
}

function reorder(draft: Draft, order: readonly string[]): void {
  const isWhole =
    order.length === draft.classes.length && draft.classes.every((name) => order.includes(name));
  if (!isWhole) throw new RangeError('an order names every class once');
  setClasses(draft, [...order], draft.classes);
}
