import type { Depth, Run, TrainOptions } from '../../core/run';
import type { Card } from '../../model-zoo/card';

/** A depth that trains more than the head. */
export type TailDepth = Exclude<Depth, 'head'>;

/** Hyperparameters of one run. */
export interface DepthSettings {
  /** Passes over the data; of a head, most L-BFGS iterations. */
  epochs: number;
  batchSize: number;
  /** Peak of the schedule. Unused by a head. */
  learningRate: number;
  weightDecay: number;
  /** Share of all steps over which the learning rate rises. */
  warmUp: number;
  /** Epochs without a better validation result before a hold-out run stops. */
  patience: number;
}

/** What a search for a head tries. */
export const HEAD_SEARCH = {
  /**
   * Inverse regularisation strengths (scikit-learn's C) in half powers of ten, ascending: first
   * these, then further while the best lies at an edge.
   */
  exponents: [-6, -5, -4, -3, -2, -1],
  least: -10,
  most: 4,
  /** See `HeadRequest.shrinkage`: the middle first, the others around the strength it found. */
  shrinkages: [0.5, 0, 1],
} as const;

/** Held-out loss moves by less than 0.01 after this, whatever the strength. */
const HEAD_ITERATIONS = 40;

/** Successive halving over deeper tails. */
export interface TailSearch {
  /** How many backbones enter. */
  leaders: number;
  depths: readonly TailDepth[];
  /** Times the default learning rate. */
  rates: readonly number[];
  /** How many trials are completed in the end. */
  survivors: number;
  /** Share of the trials that goes on from one rung to the next. */
  keep: number;
}

/** A learning rate of 3e-4 was better than 1e-4 for some backbones, worse for others. */
export function tailSearch(preset: 'balanced' | 'best'): TailSearch {
  return preset === 'balanced'
    ? { leaders: 3, depths: ['last-stage'], rates: [1, 3], survivors: 1, keep: 1 / 3 }
    : {
        leaders: 4,
        depths: ['last-stage', 'last-two-stages'],
        rates: [1 / 3, 1, 3],
        survivors: 2,
        keep: 1 / 3,
      };
}

/** Fewer when every epoch is paid for five times and no fold can stop early. */
const EPOCHS = {
  'hold-out': { 'last-stage': 8, 'last-two-stages': 8, all: 10 },
  'k-fold': { 'last-stage': 3, 'last-two-stages': 3, all: 6 },
};

/** The defaults of one backbone and depth, with what the person set instead. */
export function settingsFor(
  card: Card,
  depth: Depth,
  options: Pick<TrainOptions, 'epochs' | 'batchSize' | 'learningRate' | 'depth'>,
  scheme: Run['validationScheme'],
): DepthSettings {
  // The head below a deeper tail is only its start: `epochs` is meant for the tail.
  if (depth === 'head') {
    const asked = options.depth === 'head' ? options.epochs : undefined;
    return {
      epochs: asked ?? HEAD_ITERATIONS,
      batchSize: 0,
      learningRate: 0,
      weightDecay: 0,
      warmUp: 0,
      patience: 0,
    };
  }
  return {
    epochs: options.epochs ?? EPOCHS[scheme][depth],
    batchSize: options.batchSize ?? 16,
    learningRate: options.learningRate ?? learningRate(card, depth),
    weightDecay: 0.02,
    warmUp: 0.1,
    patience: 3,
  };
}

function learningRate(card: Card, depth: TailDepth): number {
  const transformer = card.architecture.includes('vit');
  if (depth === 'all') return transformer ? 2e-5 : 1e-4;
  return transformer ? 5e-5 : 1e-4;
}
