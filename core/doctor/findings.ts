import type { Picture, Split } from '../dataset';
import { sha256Digest } from '../sha256';
import { encodeUtf8 } from '../utf8';
import { type Action, actionForGroup } from './action';
import { type AlikeClasses, type ClassHealth, type ClassReport, fewPictures } from './class-health';
import type { LabelError } from './label-errors';
import type { DuplicateGroup } from './near-duplicates';
import type { QualityIssue, QualityReport } from './quality-issues';

interface Common {
  /** The same for the same finding on the same pictures, also after other edits: what is dismissed. */
  key: string;
  /** Indices, ascending; none of a finding on classes. */
  pictures: number[];
  /** Labels concerned: the given and the suggested one, or those of a group. */
  classes: number[];
  /** 0..1, how much a look at it may do for the numbers: see `weights`. */
  score: number;
  action: Action;
}

export type Finding = Common &
  (
    | { kind: 'label-error'; detail: LabelError }
    /** `contradiction`: one picture, several labels. `leak`: one picture on several sides. */
    | { kind: 'contradiction' | 'leak' | 'exact-copies' | 'near-copies'; detail: DuplicateGroup }
    | { kind: 'picture-quality'; detail: QualityIssue }
    | { kind: 'small-class' | 'outnumbered-class'; detail: ClassHealth }
    | { kind: 'alike-classes'; detail: AlikeClasses }
  );

export type FindingKind = Finding['kind'];

/**
 * How high a kind can stand. First what makes a reported number wrong (a picture learnt and tested
 * upon, or tested against two labels), then what makes a model worse, then what only costs time.
 */
const weights: Record<FindingKind, number> = {
  contradiction: 1,
  leak: 0.95,
  'label-error': 0.9,
  'alike-classes': 0.7,
  'small-class': 0.6,
  'outnumbered-class': 0.5,
  'picture-quality': 0.5,
  'exact-copies': 0.4,
  'near-copies': 0.3,
};

export interface Examined {
  pictures: readonly Pick<Picture, 'hash' | 'label' | 'width' | 'height'>[];
  classes: readonly string[];
  /** Where each picture stands; null where nothing is divided yet. */
  sides: readonly Split[] | null;
  labelErrors: readonly LabelError[];
  duplicates: readonly DuplicateGroup[];
  quality: QualityReport;
  classReport: ClassReport;
  /** Out of fold, [N, classes]; they settle which of contradicting labels to take. */
  probabilities: Float32Array;
}

/** All that was found, highest score first; equal scores by kind, then by first picture. */
export function rankFindings(examined: Examined): Finding[] {
  const { labelErrors, duplicates, quality, classReport } = examined;
  const findings: Finding[] = [
    ...labelErrors.map((error) => fromLabelError(error, examined)),
    ...duplicates.map((group) => fromGroup(group, examined)),
    ...quality.issues.map((issue) => fromQuality(issue, examined)),
    ...classReport.classes.flatMap((health) => fromHealth(health, examined)),
    ...classReport.alike.map((alike) => fromAlike(alike, examined)),
  ];
  return findings.sort(
    (a, b) =>
      b.score - a.score ||
      Number(a.kind > b.kind) - Number(a.kind < b.kind) ||
      (a.pictures[0] ?? 0) - (b.pictures[0] ?? 0),
  );
}

/** `kind/` and 16 hex digits over the pictures' content and the classes' names, in any order. */
function keyOf(
  kind: string,
  { pictures, classes }: Examined,
  indices: readonly number[],
  labels: readonly number[],
): string {
  const content = indices.map((i) => pictures[i].hash).sort();
  const text = JSON.stringify([kind, content, labels.map((label) => classes[label]).sort()]);
  const digest = sha256Digest(encodeUtf8(text)).subarray(0, 8);
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'));
  return `${kind}/${hex.join('')}`;
}

function fromLabelError(error: LabelError, examined: Examined): Finding {
  const pictures = [error.picture];
  const classes = [error.given, error.suggested];
  return {
    kind: 'label-error',
    key: keyOf('label-error', examined, pictures, classes),
    pictures,
    classes,
    score: weights['label-error'] * (1 - error.quality),
    action: { action: 'relabel', pictures, to: error.suggested },
    detail: error,
  };
}

function fromGroup(group: DuplicateGroup, examined: Examined): Finding {
  const alone = group.kind === 'exact' ? 'exact-copies' : 'near-copies';
  const kind = group.crossesClasses ? 'contradiction' : group.crossesSplits ? 'leak' : alone;
  return {
    kind,
    key: keyOf(kind, examined, group.pictures, group.labels),
    pictures: group.pictures,
    classes: group.labels,
    score: weights[kind] * Math.max(0, group.similarity),
    action: actionForGroup(group, examined),
    detail: group,
  };
}

function fromQuality(issue: QualityIssue, examined: Examined): Finding {
  const pictures = [issue.picture];
  return {
    kind: 'picture-quality',
    key: keyOf(issue.kind, examined, pictures, []),
    pictures,
    classes: [examined.pictures[issue.picture].label],
    score: weights['picture-quality'] * issue.severity,
    action: issue.severity === 1 ? { action: 'exclude', pictures } : { action: 'keep' },
    detail: issue,
  };
}

function fromHealth(health: ClassHealth, examined: Examined): Finding[] {
  const { isSmall, isOutnumbered, pictures, timesSmaller } = health;
  if (!isSmall && !isOutnumbered) return [];
  const kind = isSmall ? 'small-class' : 'outnumbered-class';
  const share = isSmall ? 1 - pictures / fewPictures : 1 - 1 / timesSmaller;
  return [
    {
      kind,
      key: keyOf(kind, examined, [], [health.class]),
      pictures: [],
      classes: [health.class],
      score: weights[kind] * share,
      action: { action: 'keep' },
      detail: health,
    },
  ];
}

function fromAlike(alike: AlikeClasses, examined: Examined): Finding {
  const [one, other] = alike.classes;
  const counts = examined.classReport.classes;
  const [from, into] = counts[one].pictures < counts[other].pictures ? [one, other] : [other, one];
  return {
    kind: 'alike-classes',
    key: keyOf('alike-classes', examined, [], alike.classes),
    pictures: [],
    classes: alike.classes,
    // Half confused is all that can be.
    score: weights['alike-classes'] * Math.min(1, 2 * alike.rate),
    action: alike.suggestMerge ? { action: 'merge', classes: [from], into } : { action: 'keep' },
    detail: alike,
  };
}
