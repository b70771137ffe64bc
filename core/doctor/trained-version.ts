import type { Dataset, Picture } from '../dataset';
import { LensmithError } from '../errors';
import { splitPictures } from '../learning/split';
import { applyEdits, type Edit } from './edits';
import { baseVersion, picturesOf, versionHash } from './version';

export interface DatasetContent {
  dataset: Dataset;
  pictures: Picture[];
}

/** Edits that change what is learnt; a finding that was let stand does not. */
export function changesOf(edits: readonly Edit[]): Edit[] {
  return edits.filter(({ edit }) => edit !== 'dismiss');
}

/**
 * A dataset as a training with this seed sees it: with the version's classes, pictures, sides (as the
 * pictures' own) and hash. Classes without pictures are left out. Without changes it is what was
 * imported, under its own hash. Throws RangeError for edits that do not fit, oneClass where the
 * edits leave nothing to tell apart.
 */
export async function trainedVersion(
  { dataset, pictures }: DatasetContent,
  edits: readonly Edit[],
  seed: number,
): Promise<DatasetContent> {
  const changes = changesOf(edits);
  if (changes.length === 0) return { dataset, pictures };
  const { sides } = splitPictures(pictures, { seed });
  const version = applyEdits(baseVersion(dataset.classes, pictures, sides), changes);
  const taken = picturesOf(version, pictures);
  const present = new Set(taken.map(({ label }) => label));
  const left = version.classes.flatMap((_, label) => (present.has(label) ? [label] : []));
  if (left.length < 2) {
    throw new LensmithError('oneClass', { label: version.classes[left[0] ?? 0] ?? '' });
  }
  const place = new Map(left.map((label, i) => [label, i]));
  return {
    dataset: {
      ...dataset,
      classes: left.map((label) => version.classes[label]),
      hash: await versionHash(version),
      images: taken.length,
      bytes: taken.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    pictures: taken.map((picture) => ({ ...picture, label: place.get(picture.label) ?? 0 })),
  };
}
