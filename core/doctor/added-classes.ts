import { applyEdits, type Edit } from './edits';
import type { DatasetVersion } from './version';

/**
 * Which class of the dataset as it was imported (an index into `classes`) a picture must be given so
 * that, with the edits applied, it stands in the class `shown`; null if none leads there.
 */
export function importedClass(
  classes: readonly string[],
  edits: readonly Edit[],
  shown: string,
): number | null {
  const version = probe(classes, edits);
  const at = version.pictures.findIndex(({ label }) => version.classes[label] === shown);
  return at < 0 ? null : at;
}

/**
 * The edits of a dataset that has got another class at its end: in every order it comes last. Throws
 * RangeError where an edit needs that name for something else, or the class would not keep it.
 */
export function editsWithClass(
  classes: readonly string[],
  edits: readonly Edit[],
  name: string,
): Edit[] {
  if (classes.includes(name)) throw new RangeError(`${name} is a class already`);
  const fitted = edits.map((edit) =>
    edit.edit === 'reorder' ? { ...edit, classes: [...edit.classes, name] } : edit,
  );
  const version = probe([...classes, name], fitted);
  if (version.classes[version.pictures[classes.length].label] !== name) {
    throw new RangeError(`${name} is a name that an edit changes`);
  }
  return fitted;
}

/** One picture for each class, and only the edits that concern classes. */
function probe(classes: readonly string[], edits: readonly Edit[]): DatasetVersion {
  const pictures = classes.map((file, label) => ({
    ...{ id: String(label), file, hash: '', label, side: 'train' as const, isExcluded: false },
  }));
  const ofClasses = edits.filter(({ edit }) => ['merge', 'rename', 'reorder'].includes(edit));
  return applyEdits({ classes, pictures, dismissed: [] }, ofClasses);
}
