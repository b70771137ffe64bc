import { classCounts } from '../learning/class-weights';
import { argmax, confusion } from '../learning/metrics';
import { wilsonInterval } from '../learning/statistics';

export interface ClassHealth {
  class: number;
  /** Pictures labelled so. */
  pictures: number;
  /** Too few to learn and measure a class from: see `fewPictures`. */
  isSmall: boolean;
  /** How many times as many the largest class has; infinite for an empty class. */
  timesSmaller: number;
  /** At least `heavyImbalance` times smaller. */
  isOutnumbered: boolean;
  /** Share of its pictures that the out-of-fold models call it, 0..1; NaN without pictures. */
  recall: number;
}

export interface AlikeClasses {
  /** Ascending. */
  classes: [number, number];
  /** Pictures of either taken for the other, and pictures of both. */
  confused: number;
  pictures: number;
  /** Their ratio, 0..1, about 0.5 where nothing tells the two apart; Wilson 95%. */
  rate: number;
  interval: [low: number, high: number];
  /**
   * Distance of the two centroids over the root mean square distance of their pictures from them: far below 1,
   * the two clouds lie in each other.
   */
  separation: number;
  /** Whether so many are confused that they may be one class: see `mergeFrom`. */
  suggestMerge: boolean;
}

export interface ClassReport {
  classes: ClassHealth[];
  /** Most confused first. */
  alike: AlikeClasses[];
}

/** With fewer, cross-validation replaces a single validation split (core/learning/k-fold.ts). */
export const fewPictures = 20;
/** The loss is weighted from 2 on, which helps up to about here. */
export const heavyImbalance = 10;
/** Lower end of the interval from which two classes are reported, and from which to merge is suggested. */
export const alikeFrom = 0.1;
export const mergeFrom = 0.3;

/**
 * Classes that are too small, far outnumbered, or taken for each other. `probabilities` [N, classes] and
 * `features` [N, width] float32, out of fold and as cached, in the order of `labels` [N].
 * Two classes count as alike when even the lower end of the 95% interval of how many are confused passes a
 * tenth, so that a few pictures prove nothing. Throws RangeError where lengths do not fit.
 */
export function classHealth(
  labels: Int32Array,
  classes: number,
  probabilities: Float32Array,
  features: Float32Array,
): ClassReport {
  const width = features.length / Math.max(1, labels.length);
  if (probabilities.length !== labels.length * classes || !Number.isInteger(width)) {
    throw new RangeError(`${labels.length} labels do not fit their probabilities and features`);
  }
  const counts = classCounts(labels, classes);
  const largest = Math.max(...counts);
  const matrix = confusion(labels, argmax(probabilities, classes), classes);
  return {
    classes: Array.from(counts, (pictures, c) => ({
      class: c,
      pictures,
      isSmall: pictures < fewPictures,
      timesSmaller: largest / pictures,
      isOutnumbered: largest >= heavyImbalance * pictures,
      recall: matrix[c * classes + c] / pictures,
    })),
    alike: alikeClasses(matrix, counts, cloudsOf(labels, classes, features, width)),
  };
}

interface Clouds {
  /** [classes, width]. */
  centroids: Float64Array;
  /** Mean squared distance of a class's pictures from its centroid, [classes]. */
  spread: Float64Array;
  width: number;
}

function cloudsOf(
  labels: Int32Array,
  classes: number,
  features: Float32Array,
  width: number,
): Clouds {
  const counts = classCounts(labels, classes);
  const centroids = new Float64Array(classes * width);
  labels.forEach((label, i) => {
    for (let d = 0; d < width; d++) {
      centroids[label * width + d] += features[i * width + d] / counts[label];
    }
  });
  const spread = new Float64Array(classes);
  labels.forEach((label, i) => {
    let squares = 0;
    for (let d = 0; d < width; d++) {
      squares += (features[i * width + d] - centroids[label * width + d]) ** 2;
    }
    spread[label] += squares / counts[label];
  });
  return { centroids, spread, width };
}

function alikeClasses(matrix: Uint32Array, counts: Int32Array, clouds: Clouds): AlikeClasses[] {
  const classes = counts.length;
  const alike: AlikeClasses[] = [];
  for (let a = 0; a < classes; a++) {
    for (let b = a + 1; b < classes; b++) {
      const confused = matrix[a * classes + b] + matrix[b * classes + a];
      const pictures = counts[a] + counts[b];
      const interval = wilsonInterval(confused, pictures);
      if (interval[0] < alikeFrom) continue;
      alike.push({
        classes: [a, b],
        confused,
        pictures,
        rate: confused / pictures,
        interval,
        separation: separationOf(clouds, a, b),
        suggestMerge: interval[0] >= mergeFrom,
      });
    }
  }
  return alike.sort((one, other) => other.rate - one.rate);
}

function separationOf({ centroids, spread, width }: Clouds, a: number, b: number): number {
  let squares = 0;
  for (let d = 0; d < width; d++) {
    squares += (centroids[a * width + d] - centroids[b * width + d]) ** 2;
  }
  return Math.sqrt(squares / Math.max(1e-12, (spread[a] + spread[b]) / 2));
}
