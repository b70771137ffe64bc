import type { HeadFit, HeadRequest, TensorData } from '../../core/contract/engine';
import type { JobId } from '../../core/contract/job';
import { logLoss } from '../../core/learning/metrics';
import type { Mix } from './augmented-view';
import { HEAD_SEARCH } from './defaults';
import { type HeadChoice, searchHead } from './head-search';
import { learnedRows, mixedFeatures } from './mixed-rows';
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

export interface HeadOutcome extends HeadChoice {
  /** Held-out log loss, weighted as the fit is. */
  loss: number;
  classifier: Classifier;
  /** One a fold, with the same choice; each has never seen its fold's held-out rows. */
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
  /** Features of the rows, one for every view that is fitted; the first is what is held out. */
  readonly views: readonly Inputs[];
  /** By view, how its labels are mixed. Default: not at all. */
  readonly mixes?: readonly (Mix | null)[];
  readonly iterations: number;
  readonly priority: number;
  readonly signal: AbortSignal;
  /** After every call of an engine, with its engine-seconds and how many fits it made. */
  onFit(fits: number, seconds: number): void;
}

/** A decrease below this share ends a fit: held-out loss moves by a few thousandths after it. */
const TOLERANCE = 1e-5;

/** How many fits `fitHead` makes where no edge is passed. */
export function headFits(partition: Partition): number {
  const { exponents, shrinkages } = HEAD_SEARCH;
  const searched = exponents.length + 3 * (shrinkages.length - 1);
  return partition.folds.length * (searched + 1) + (partition.scheme === 'k-fold' ? 1 : 0);
}

/**
 * Multinomial logistic regression with the choice of lowest held-out log loss, over all folds
 * together; when folds were used, it is fitted again on all rows that are not test.
 */
export async function fitHead(pool: EnginePool, head: HeadJob): Promise<HeadOutcome> {
  const { partition, samples } = head;
  const labels = Int32Array.from(partition.scored, (row) => samples.labels[row]);
  const weights = Float32Array.from(partition.scored, (row) => samples.weights[row]);
  const lossOf = (logits: Float32Array) => logLoss(logits, labels, samples.classes, weights);
  const { strength, shrinkage } = await searchHead(async (strengths, shrinkage) => {
    const folds = await Promise.all(
      partition.folds.map((fold) => fitPath(pool, head, fold, strengths, shrinkage)),
    );
    return strengths.map((_, s) => lossOf(heldOutLogits(folds.map((fits) => fits[s]))));
  });
  // Fitted once more from the start, so that the curve shows a whole fit and can be had again.
  const choice = { strength, shrinkage };
  const folds = await fitFolds(pool, head, choice);
  const final =
    partition.scheme === 'hold-out'
      ? folds[0]
      : await fitOne(pool, head, { fit: partition.final, heldOut: [] }, choice);
  const logits = heldOutLogits(folds);
  return {
    ...choice,
    loss: lossOf(logits),
    classifier: { weight: final.weight, bias: final.bias },
    foldClassifiers: folds.map(({ weight, bias }) => ({ weight, bias })),
    logits,
    curve: curveOf(
      final,
      folds,
      partition.folds.map((fold) => fold.heldOut.length),
    ),
  };
}

/** Fits a choice alone on every fold: to go on with a tail whose head was finished before. */
export async function refitFolds(
  pool: EnginePool,
  head: HeadJob,
  choice: HeadChoice,
): Promise<Classifier[]> {
  const folds = await fitFolds(pool, head, choice);
  return folds.map(({ weight, bias }) => ({ weight, bias }));
}

/** Fits a choice alone on the rows of the final model. */
export async function refitFinal(
  pool: EnginePool,
  head: HeadJob,
  choice: HeadChoice,
): Promise<Classifier> {
  const { weight, bias } = await fitOne(
    pool,
    head,
    { fit: head.partition.final, heldOut: [] },
    choice,
  );
  return { weight, bias };
}

function fitFolds(pool: EnginePool, head: HeadJob, choice: HeadChoice): Promise<HeadFit[]> {
  return Promise.all(head.partition.folds.map((fold) => fitOne(pool, head, fold, choice)));
}

async function fitOne(
  pool: EnginePool,
  head: HeadJob,
  fold: Fold,
  { strength, shrinkage }: HeadChoice,
): Promise<HeadFit> {
  const [fit] = await fitPath(pool, head, fold, [strength], shrinkage);
  return fit;
}

/** Ascending strengths, each fitted from the one before, in one call of an engine. */
async function fitPath(
  pool: EnginePool,
  head: HeadJob,
  fold: Fold,
  strengths: number[],
  shrinkage: number,
): Promise<HeadFit[]> {
  const { samples, views, mixes = [], signal } = head;
  const label = (row: number) => samples.labels[row];
  // All views of a picture together weigh what the picture does.
  const weight = (row: number) => samples.weights[row] / views.length;
  const learned = views.map((_, v) => learnedRows(fold.fit, mixes[v] ?? null));
  const rows = learned.flat();
  const request = (): HeadRequest => ({
    features: stacked(views.map((view, v) => mixedFeatures(view, fold.fit, mixes[v] ?? null))),
    labels: Int32Array.from(rows, ({ row }) => label(row)),
    sampleWeights: Float32Array.from(rows, ({ row, share }) => share * weight(row)),
    classes: samples.classes,
    shrinkage,
    strengths,
    iterations: head.iterations,
    tolerance: TOLERANCE,
    heldOut: fold.heldOut.length > 0 ? (views[0].gather(fold.heldOut) as TensorData) : null,
    heldOutLabels: fold.heldOut.length > 0 ? Int32Array.from(fold.heldOut, label) : null,
  });
  return pool.use(
    { backbone: head.backbone, depth: 'head' },
    async (engine) => {
      const start = performance.now();
      const fits = await engine.fitHead(head.job, request());
      head.onFit(fits.length, (performance.now() - start) / 1000);
      return fits;
    },
    { priority: head.priority, signal, retries: 1 },
  );
}

function heldOutLogits(fits: readonly HeadFit[]): Float32Array {
  return concatenate(fits.map(({ heldOutLogits }) => heldOutLogits?.data ?? new Float32Array()));
}

/** Rows of several tensors of one width, one after the other. */
function stacked(parts: readonly TensorData[]): TensorData {
  if (parts.length === 1) return parts[0];
  const rows = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  return { shape: [rows, ...parts[0].shape.slice(1)], data: concatenate(parts.map((p) => p.data)) };
}

/** Logits [N, classes] of raw `features` [N, D]. */
export function classify({ weight, bias }: Classifier, features: TensorData): Float32Array {
  const [rows, width] = features.shape;
  const classes = bias.length;
  const logits = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const sums = Float64Array.from(bias);
    for (let d = 0; d < width; d++) {
      const value = features.data[row * width + d];
      for (let c = 0; c < classes; c++) sums[c] += value * weight.data[d * classes + c];
    }
    logits.set(sums, row * classes);
  }
  return logits;
}

/** Training figures of the final fit; held-out ones are means over folds, weighted by their rows. */
function curveOf(final: HeadFit, folds: readonly HeadFit[], counts: readonly number[]): EpochLog[] {
  const all = counts.reduce((a, b) => a + b, 0);
  const mean = (epoch: number, key: 'heldOutLoss' | 'heldOutAccuracy') =>
    folds.reduce((sum, { curve }, f) => {
      // A fold that converged earlier stays where it was.
      const point = curve[Math.min(epoch, curve.length - 1)];
      return sum + (point?.[key] ?? 0) * (counts[f] / all);
    }, 0);
  return final.curve.map((point, epoch) => ({
    trainLoss: point.loss,
    trainAccuracy: point.accuracy,
    valLoss: mean(epoch, 'heldOutLoss'),
    valAccuracy: mean(epoch, 'heldOutAccuracy'),
    learningRate: null,
  }));
}
