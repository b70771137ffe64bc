import { mcNemarExact } from '../learning/statistics';
import type { Run } from '../run';

/** Two models' answers to the same pictures, compared pair by pair. */
export interface PairedGain {
  /** Accuracy with minus accuracy without, -1..1. */
  gain: number;
  /** 95%, by the pairs. */
  low: number;
  high: number;
  /** Of McNemar's exact test. */
  p: number;
}

const Z95 = 1.959963984540054;

/**
 * What the second model gains over the first. The interval of a difference of paired proportions is
 * Agresti and Min's (2005): Wald's with 1/2 added to each of the four cells. `first` and `second` are
 * 1 where right, on the same pictures; at least one picture.
 */
export function pairedGain(first: ArrayLike<number>, second: ArrayLike<number>): PairedGain {
  const count = first.length;
  if (count === 0 || count !== second.length) {
    throw new RangeError(`${count} and ${second.length} answers cannot be compared`);
  }
  let [lost, won] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (first[i] && !second[i]) lost++;
    else if (second[i] && !first[i]) won++;
  }
  const n = count + 2;
  const [b, c] = [lost + 0.5, won + 0.5];
  const centre = (c - b) / n;
  const half = (Z95 * Math.sqrt(b + c - (c - b) ** 2 / n)) / n;
  return {
    gain: (won - lost) / count,
    low: Math.max(-1, centre - half),
    high: Math.min(1, centre + half),
    p: mcNemarExact(lost, won),
  };
}

/** What a run's record says of its augmentation. */
export interface AugmentationVerdict extends PairedGain {
  /** `none`: what difference there is may be chance (p >= 0.05). */
  effect: 'helped' | 'hurt' | 'none';
  /** Which of the two models the run holds. */
  kept: 'augmented' | 'plain';
  /** Validation accuracies, 0..1. */
  plain: number;
  augmented: number;
}

/** The params by which a run says whether augmentation helped. */
export function verdictParams(
  { gain, low, high, p }: PairedGain,
  plain: number,
  augmented: number,
  kept: AugmentationVerdict['kept'],
): Run['params'] {
  return {
    augmentation_kept: kept,
    augmentation_accuracy_with: augmented,
    augmentation_accuracy_without: plain,
    augmentation_gain: gain,
    augmentation_gain_low: low,
    augmentation_gain_high: high,
    augmentation_p: p,
  };
}

/** Read back from a run; null where nothing was compared. */
export function augmentationVerdict({ params }: Pick<Run, 'params'>): AugmentationVerdict | null {
  const kept = params.augmentation_kept;
  if (kept !== 'augmented' && kept !== 'plain') return null;
  const p = Number(params.augmentation_p);
  const gain = Number(params.augmentation_gain);
  return {
    effect: p >= 0.05 ? 'none' : gain > 0 ? 'helped' : 'hurt',
    kept,
    gain,
    low: Number(params.augmentation_gain_low),
    high: Number(params.augmentation_gain_high),
    p,
    plain: Number(params.augmentation_accuracy_without),
    augmented: Number(params.augmentation_accuracy_with),
  };
}
