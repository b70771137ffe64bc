import type { HeadFit, HeadRequest, TensorData } from '../../core/contract/engine';
import type { JobId } from '../../core/contract/job';
import { logLoss } from '../../core/learning/metrics';
import type { Fold, Partition } from './partition';
import type { EnginePool } from './pool';
import { concatenate, type Inputs, type Samples } from './samples';

/** A classifier on raw features: what a deeper tail starts from. */
export interface Classifier {
  weight: TensorData;
  bias: Float32Array;
}

/** What one epoch showed; held-out figures over all held-out rows. */
export interface EpochLog {
  trainLoss: number;
  trainAccuracy: number;
  valLoss: number | null;
  valAccuracy: number | null;
  learningRate: number | null;
}

export interface HeadOutcome {
  /** Chosen inverse regularisation strength. */
  strength: number;
  classifier: Classifier;
  /** One a fold, at the chosen strength; each has never seen its fold's held-out rows. */
  foldClassifiers: Classifier[];
  /** Held-out logits, in the order of `partition.scored`. */
  logits: Float32Array;
  curve: EpochLog[];
}

export interface HeadJob {
  readonly job: JobId;
  readonly backbone: string;
  readonly samples: Samples;
  readonly partition: Partition;
  readonly inputs: Inputs;
  readonly strengths: readonly number[];
  readonly iterations: number;
  readonly priority: number;
  readonly signal: AbortSignal;
  /** After every fit, with its engine-seconds. */
  onFit(seconds: number): void;
}

/** How many fits `fitHead` makes. */
export function headFits(partition: Partition, strengths: readonly number[]): number {
  return partition.folds.length * strengths.length + (partition.scheme === 'k-fold' ? 1 : 0);
}

/**
 * Multinomial logistic regression at every strength on every fold; the strength with the lowest
 * held-out log loss wins (ties: the more regularised one) and, when folds were used, is fitted
 * again on all rows that are not test.
 */
export async function fitHead(pool: EnginePool, head: HeadJob): Promise<HeadOutcome> {
  const { partition, strengths, samples } = head;
  const folds = await Promise.all(
    partition.folds.map((fold) =>
      Promise.all(strengths.map((strength) => fitOne(pool, head, fold, strength))),
    ),
  );
  const pooled = strengths.map((_, s) =>
    concatenate(folds.map((fits) => fits[s].heldOutLogits?.data ?? new Float32Array())),
  );
  const labels = Int32Array.from(partition.scored, (row) => samples.labels[row]);
  const weights = Float32Array.from(partition.scored, (row) => samples.weights[row]);
  const losses = pooled.map((logits) => logLoss(logits, labels, samples.classes, weights));
  let best = 0;
  for (let s = 1; s < losses.length; s++) if (losses[s] < losses[best]) best = s;

  const chosen = folds.map((fits) => fits[best]);
  const final =
    partition.scheme === 'hold-out'
      ? chosen[0]
      : await fitOne(pool, head, { fit: partition.final, heldOut: [] }, strengths[best]);
  return {
    strength: strengths[best],
    classifier: { weight: final.weight, bias: final.bias },
    foldClassifiers: chosen.map(({ weight, bias }) => ({ weight, bias })),
    logits: pooled[best],
    curve: curveOf(
      final,
      chosen,
      partition.folds.map((fold) => fold.heldOut.length),
    ),
  };
}

/** Fits the given strength alone on every fold: to go on with a tail whose head was finished before. */
export function refitFolds(
  pool: EnginePool,
  head: HeadJob,
  strength: number,
): Promise<Classifier[]> {
  return Promise.all(
    head.partition.folds.map(async (fold) => {
      const { weight, bias } = await fitOne(pool, head, fold, strength);
      return { weight, bias };
    }),
  );
}

async function fitOne(
  pool: EnginePool,
  head: HeadJob,
  fold: Fold,
  strength: number,
): Promise<HeadFit> {
  const { samples, inputs, signal } = head;
  const request = (): HeadRequest => ({
    features: inputs.gather(fold.fit) as TensorData,
    labels: Int32Array.from(fold.fit, (row) => samples.labels[row]),
    sampleWeights: Float32Array.from(fold.fit, (row) => samples.weights[row]),
    classes: samples.classes,
    strengths: [strength],
    iterations: head.iterations,
    heldOut: fold.heldOut.length > 0 ? (inputs.gather(fold.heldOut) as TensorData) : null,
    heldOutLabels:
      fold.heldOut.length > 0 ? Int32Array.from(fold.heldOut, (row) => samples.labels[row]) : null,
  });
  return pool.use(
    { backbone: head.backbone, depth: 'head' },
    async (engine) => {
      const start = performance.now();
      const [fit] = await engine.fitHead(head.job, request());
      head.onFit((performance.now() - start) / 1000);
      return fit;
    },
    { priority: head.priority, signal, retries: 1 },
  );
}

/** Training figures of the final fit; held-out ones are means over folds, weighted by their rows. */
function curveOf(final: HeadFit, folds: readonly HeadFit[], counts: readonly number[]): EpochLog[] {
  const all = counts.reduce((a, b) => a + b, 0);
  const mean = (epoch: number, key: 'heldOutLoss' | 'heldOutAccuracy') =>
    folds.reduce((sum, { curve }, f) => {
      // A fold that converged earlier stays where it was.
      const point = curve[Math.min(epoch, curve.length - 1)];
      return sum + (point[key] ?? 0) * (counts[f] / all);
    }, 0);
  return final.curve.map((point, epoch) => ({
    trainLoss: point.loss,
    trainAccuracy: point.accuracy,
    valLoss: mean(epoch, 'heldOutLoss'),
    valAccuracy: mean(epoch, 'heldOutAccuracy'),
    learningRate: null,
  }));
}
