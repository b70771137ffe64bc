import {
  type PrecisionRecallCurve,
  precisionRecallArea,
  precisionRecallCurve,
  type RocCurve,
  rocArea,
  rocCurve,
} from '../../../../core/learning/evaluation/curves';
import {
  type MeanCurve,
  meanPrecisionRecall,
  meanRoc,
} from '../../../../core/learning/evaluation/macro-curves';
import { macroAverage, oneVersusRest } from '../../../../core/learning/evaluation/one-versus-rest';
import { thinned } from '../../../../core/learning/evaluation/thinned';
import type { Point } from '../../../charts/xy-chart';
import { ownTask } from '../../../ui/own-task';

/** A line to draw, with the confidence at each of its points; null where no single one applies. */
export interface RankedLine {
  points: Point[];
  thresholds: (number | null)[];
}

/** One class against the rest, or the mean of all of them. */
export interface Ranking {
  /** Null without pictures of the class, or without others. */
  roc: RankedLine | null;
  auc: number | null;
  pr: RankedLine | null;
  ap: number | null;
  /** Share of the pictures that are of the class, 0..1. */
  prevalence: number;
}

interface ClassCurves {
  roc: RocCurve | null;
  pr: PrecisionRecallCurve | null;
  prevalence: number;
}

export interface Rankings {
  /** One class against the rest, worked out when first asked for. */
  of(c: number): Ranking;
  /** The mean of all classes; gives way to other tasks, and gives null once `stale` says so. */
  mean(stale: () => boolean): Promise<Ranking | null>;
}

/** More than a screen shows of one line, and few enough to draw at once. */
const mostPoints = 200;
/** How long the page is kept from input at a stretch, milliseconds. */
const patience = 12;

/** Probabilities [N, classes]. */
export function rankings(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): Rankings {
  const curves = new Map<number, ClassCurves>();
  const drawn = new Map<number, Ranking>();
  const curvesOf = (c: number): ClassCurves => {
    let found = curves.get(c);
    if (!found) {
      const { scores, positives } = oneVersusRest(probabilities, labels, classes, c);
      found = {
        roc: rocCurve(scores, positives),
        pr: precisionRecallCurve(scores, positives),
        prevalence: positives.reduce((sum, one) => sum + one, 0) / positives.length,
      };
      curves.set(c, found);
    }
    return found;
  };
  return {
    of(c) {
      let found = drawn.get(c);
      if (!found) {
        const { roc, pr, prevalence } = curvesOf(c);
        found = {
          roc: roc && rocLine(roc),
          auc: roc && rocArea(roc),
          pr: pr && precisionRecallLine(pr),
          ap: pr && precisionRecallArea(pr),
          prevalence,
        };
        drawn.set(c, found);
      }
      return found;
    },
    async mean(stale) {
      const all: ClassCurves[] = [];
      let since = performance.now();
      for (let c = 0; c < classes; c++) {
        if (performance.now() - since > patience) {
          await ownTask();
          if (stale()) return null;
          since = performance.now();
        }
        all.push(curvesOf(c));
      }
      const roc = meanRoc(all.map((one) => one.roc));
      const pr = meanPrecisionRecall(all.map((one) => one.pr));
      const shown = all.filter((one) => one.pr !== null);
      return {
        // Vertical averaging starts at the mean of the upright beginnings; the line starts at the origin.
        roc: roc && meanLine(roc, [0, 0]),
        auc: macroAverage(all.map((one) => one.roc && rocArea(one.roc))),
        pr: pr && meanLine(pr),
        ap: macroAverage(all.map((one) => one.pr && precisionRecallArea(one.pr))),
        prevalence: shown.reduce((sum, one) => sum + one.prevalence, 0) / Math.max(1, shown.length),
      };
    },
  };
}

function line(x: ArrayLike<number>, y: ArrayLike<number>, thresholds: ArrayLike<number>) {
  const kept = [...thinned({ x, y }, mostPoints)];
  const at = (values: ArrayLike<number>, i: number) => values[i] ?? Number.NaN;
  return {
    points: kept.map((i): Point => [at(x, i), at(y, i)]),
    thresholds: kept.map((i) => (Number.isFinite(at(thresholds, i)) ? at(thresholds, i) : null)),
  };
}

export function rocLine({ falsePositiveRate, truePositiveRate, thresholds }: RocCurve): RankedLine {
  return line(falsePositiveRate, truePositiveRate, thresholds);
}

/**
 * Recall rising. Between two thresholds the precision of the greater recall holds, as average
 * precision adds it up: a straight line between them would promise more (Davis & Goadrich 2006).
 */
export function precisionRecallLine(curve: PrecisionRecallCurve): RankedLine {
  const x: number[] = [];
  const y: number[] = [];
  const thresholds: number[] = [];
  for (let i = curve.recall.length - 2; i >= 0; i--) {
    const before = curve.recall[i + 1] ?? 0;
    const precision = curve.precision[i] ?? 0;
    const threshold = curve.thresholds[i] ?? Number.NaN;
    x.push(before, curve.recall[i] ?? 0);
    y.push(precision, precision);
    thresholds.push(threshold, threshold);
  }
  return line(x, y, thresholds);
}

function meanLine({ x, y }: MeanCurve, start?: Point): RankedLine {
  const points = Array.from(x, (value, i): Point => [value, y[i] ?? 0]);
  if (start) points.unshift(start);
  return { points, thresholds: points.map(() => null) };
}
