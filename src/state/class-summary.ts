import type { Dataset, Picture, SkippedFile, SkipReason } from '../../core/dataset';

/** A class with its pictures, in the archive's order. */
export interface ClassSummary {
  label: number;
  name: string;
  pictures: Picture[];
}

export function summarizeClasses(dataset: Dataset, pictures: readonly Picture[]): ClassSummary[] {
  const classes = dataset.classes.map((name, label) => ({
    label,
    name,
    pictures: [] as Picture[],
  }));
  for (const picture of pictures) classes[picture.label]?.pictures.push(picture);
  return classes;
}

/** What a person should know of a dataset before training on it. */
export interface Findings {
  /** Classes that keep fewer than 20 pictures to train on: cross-validation is used. */
  small: ClassSummary[];
  /** Where the largest class has at least three times the pictures of the smallest. */
  imbalance: { large: ClassSummary; small: ClassSummary; times: number } | null;
  /** Most files first. */
  skipped: { reason: SkipReason; files: string[] }[];
}

/** 60% of a class are trained on (design: the split), and 20 are the least for a hold-out. */
const SMALL_CLASS = Math.ceil(20 / 0.6);
const IMBALANCE = 3;

export function findIn(
  classes: readonly ClassSummary[],
  skipped: readonly SkippedFile[],
): Findings {
  const bySize = [...classes].sort((a, b) => a.pictures.length - b.pictures.length);
  const small = bySize[0];
  const large = bySize.at(-1);
  const times = small && large ? large.pictures.length / Math.max(1, small.pictures.length) : 1;
  return {
    small: bySize.filter(({ pictures }) => pictures.length < SMALL_CLASS),
    imbalance: small && large && times >= IMBALANCE ? { large, small, times } : null,
    skipped: groupSkipped(skipped),
  };
}

/** Files under their reasons. */
export function groupSkipped(skipped: readonly SkippedFile[]): Findings['skipped'] {
  const groups = new Map<SkipReason, string[]>();
  for (const { file, reason } of skipped) {
    const files = groups.get(reason);
    if (files) files.push(file);
    else groups.set(reason, [file]);
  }
  return [...groups]
    .map(([reason, files]) => ({ reason, files }))
    .sort((a, b) => b.files.length - a.files.length);
}
