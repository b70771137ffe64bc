import type { PictureQuality } from './picture-quality';
import { robustScores } from './robust';

export type QualityIssueKind =
  | 'blurred'
  | 'dark'
  | 'bright'
  | 'low-contrast'
  | 'tiny'
  | 'odd-shape';

interface Rule {
  measure: (quality: PictureQuality) => number;
  /** Whether it is small values that are bad. */
  low: boolean;
  /** Bad where it is also far from what the data set usually has. */
  suspect: number;
  /** Bad by itself, unless that is how these pictures are. */
  clear: number;
  /** Least median absolute deviation that is believed, in the measure's unit. */
  floor: number;
}

const octaves = Math.log2;

/**
 * Limits, in the measure's own unit. Of 572 photographs of cats and dogs three have an issue (their
 * shape), of 3,000 pictures of Fashion-MNIST three (darkness, contrast).
 */
export const qualityRules: Record<QualityIssueKind, Rule> = {
  // Around 100 is where OpenCV's users call photographs blurred; sharp ones of soft fur lie at 50 to 100.
  blurred: {
    measure: ({ sharpness }) => Math.log10(1 + sharpness),
    low: true,
    suspect: 2,
    clear: 1,
    floor: 0.1,
  },
  // Not even the lights are light; photographs at night have some.
  dark: {
    measure: ({ percentile99 }) => percentile99,
    low: true,
    suspect: 0.35,
    clear: 0.15,
    floor: 0.02,
  },
  // Not even the shadows are dark; things on white ground have some.
  bright: {
    measure: ({ percentile5 }) => percentile5,
    low: false,
    suspect: 0.6,
    clear: 0.85,
    floor: 0.02,
  },
  'low-contrast': {
    measure: ({ percentile1, percentile99 }) => percentile99 - percentile1,
    low: true,
    suspect: 0.3,
    clear: 0.1,
    floor: 0.02,
  },
  // The short side; a network that wants 224 pixels makes up more than nine tenths of one of 64.
  tiny: {
    measure: ({ width, height }) => octaves(Math.min(width, height)),
    low: true,
    suspect: octaves(100),
    clear: octaves(32),
    floor: 0.25,
  },
  // The centre crop shows half of a picture of 2:1, a quarter of one of 4:1.
  'odd-shape': {
    measure: ({ width, height }) => Math.abs(octaves(width / height)),
    low: false,
    suspect: octaves(2),
    clear: octaves(4),
    floor: 0.1,
  },
};

const kinds = Object.keys(qualityRules) as QualityIssueKind[];
/** From here on a modified z-score is an outlier's (Iglewicz and Hoaglin 1993). */
const outlier = 3.5;
/** What more than this share of the pictures has is how they are, not what is wrong with them. */
const usualShare = 0.2;

export interface QualityIssue {
  kind: QualityIssueKind;
  picture: number;
  /** As measured, see `qualityRules`, and the limit it passed. */
  value: number;
  limit: number;
  /** Modified z-score; negative below the median. */
  outlierScore: number;
  /** 0..1: 0.5 at the limit of suspects, 1 at the clear one and beyond. */
  severity: number;
}

export interface QualityReport {
  /** By severity, worst first. */
  issues: QualityIssue[];
  /** What is the nature of this data set: more than a fifth of its pictures pass the clear limit. */
  usual: QualityIssueKind[];
}

/**
 * Pictures that are bad beside their own data set. One is reported when it passes the suspect limit and
 * is an outlier (3.5 modified z-scores), or when it passes the clear limit, unless more than a fifth of the
 * data set does: then that is how these pictures are (28 x 28 clothes are tiny, all of them), which is
 * said once, in `usual`.
 */
export function qualityIssues(qualities: readonly PictureQuality[]): QualityReport {
  const issues: QualityIssue[] = [];
  const usual: QualityIssueKind[] = [];
  for (const kind of kinds) {
    const { measure, low, suspect, clear, floor } = qualityRules[kind];
    const values = qualities.map(measure);
    const passes = (value: number, limit: number) => (low ? value < limit : value > limit);
    const clearly = values.filter((value) => passes(value, clear)).length;
    const isUsual = clearly > usualShare * values.length;
    if (isUsual) usual.push(kind);
    const scores = robustScores(values, floor);
    values.forEach((value, picture) => {
      if (!passes(value, suspect)) return;
      const isOutlier = low ? scores[picture] < -outlier : scores[picture] > outlier;
      const isClear = !isUsual && passes(value, clear);
      if (!isOutlier && !isClear) return;
      issues.push({
        kind,
        picture,
        value,
        limit: isClear ? clear : suspect,
        outlierScore: scores[picture],
        severity: Math.min(1, 0.5 + (0.5 * (value - suspect)) / (clear - suspect)),
      });
    });
  }
  issues.sort((a, b) => b.severity - a.severity || a.picture - b.picture);
  return { issues, usual };
}
