import type { Picture, Split } from '../dataset';
import { type ClassReport, classHealth } from './class-health';
import { DisjointSets } from './disjoint-sets';
import { type Finding, rankFindings } from './findings';
import { findLabelErrors, type LabelErrorOptions } from './label-errors';
import { type DuplicateGroup, duplicateGroups } from './near-duplicates';
import {
  type FoldClassifier,
  type OutOfFold,
  type OutOfFoldOptions,
  outOfFold,
} from './out-of-fold';
import type { PictureQuality } from './picture-quality';
import { qualityIssues } from './quality-issues';

export interface Patient {
  pictures: readonly Pick<
    Picture,
    'hash' | 'perceptualHash' | 'label' | 'group' | 'width' | 'height'
  >[];
  /** Names. */
  classes: readonly string[];
  /** Where each picture stands; null where nothing is divided yet. */
  sides: readonly Split[] | null;
  /** [N, width] float32, as cached at the trunk of one backbone. */
  features: Float32Array;
  /** Of each picture; null where pixels were not measured. */
  qualities: readonly PictureQuality[] | null;
}

export interface ExamineOptions extends OutOfFoldOptions {
  labelErrors?: LabelErrorOptions;
}

export interface Diagnosis {
  /** Highest score first. */
  findings: Finding[];
  duplicates: DuplicateGroup[];
  outOfFold: OutOfFold;
  classReport: ClassReport;
}

/** In smaller classes, which folds leave next to nothing to learn from, no label is called wrong. */
const leastExamples = 5;

/**
 * The whole examination of a dataset, test pictures included: nothing that is learnt here is kept. Copies
 * that only now were found stay in one fold, as those that the import found do, so that a wrong label
 * is not confirmed by a copy of the picture. Rejects with what `classify` rejects with, and with
 * RangeError where lengths do not fit.
 */
export async function examine(
  patient: Patient,
  classify: FoldClassifier,
  options: ExamineOptions,
): Promise<Diagnosis> {
  const { pictures, classes, sides, features, qualities } = patient;
  const labels = Int32Array.from(pictures, ({ label }) => label);
  const duplicates = duplicateGroups(pictures, features, sides);
  const grouped = regroup(pictures, duplicates);
  const answers = await outOfFold(grouped, features, classes.length, classify, options);
  const { probabilities } = answers;
  const classReport = classHealth(labels, classes.length, probabilities, features);
  const labelErrors = findLabelErrors(probabilities, labels, classes.length, {
    leastExamples,
    ...options.labelErrors,
  });
  const findings = rankFindings({
    ...{ pictures, classes, sides, labelErrors, duplicates, classReport, probabilities },
    quality: qualityIssues(qualities ?? []),
  });
  return { findings, duplicates, outOfFold: answers, classReport };
}

/** Pictures with the import's groups and the ones found here joined. */
function regroup(
  pictures: Patient['pictures'],
  duplicates: readonly DuplicateGroup[],
): { label: number; group: number }[] {
  const sets = new DisjointSets(pictures.length);
  const first = new Map<number, number>();
  for (const [i, { group }] of pictures.entries()) {
    const other = first.get(group);
    if (other === undefined) first.set(group, i);
    else sets.join(other, i);
  }
  for (const { pictures: members } of duplicates) {
    for (const member of members) sets.join(members[0], member);
  }
  return pictures.map(({ label }, i) => ({ label, group: sets.find(i) }));
}
