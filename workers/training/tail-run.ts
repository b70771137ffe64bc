import type { TailState } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import { accuracy, logLoss } from '../../core/learning/metrics';
import type { Run } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import { testReserve } from './budget';
import { beginRun, type Context, movedParams } from './context';
import type { DepthSettings, TailDepth } from './defaults';
import type { Features } from './features';
import type { Classifier, EpochLog } from './head';
import { notTested } from './partition';
import type { RunRecord } from './run-record';
import { concatenate } from './samples';
import { Stopwatch } from './stopwatch';
import { bestEpoch, type TailProgress } from './tail';
import { type TailPart, trainPart } from './tail-part';

export interface TailRun {
  readonly card: Card;
  readonly depth: TailDepth;
  readonly priority: number;
  /** What the tail starts from: the final head, and every fold's own. */
  readonly classifier: Classifier;
  readonly foldClassifiers: readonly Classifier[];
  /** What a search has found. */
  readonly found?: FoundTail;
}

export interface FoundTail {
  settings: DepthSettings;
  /** Epochs of the schedule that are worth training. */
  epochs: number;
  /** Of the hold-out, or of the first fold: trained already. */
  part: TailProgress;
  params: Run['params'];
}

interface Trained {
  model: TailState;
  logits: Float32Array;
  /** Counted from 0. */
  best: number;
}

/** Everything the two ways of judging a tail have in common. */
interface Work {
  context: Context;
  run: TailRun;
  record: RunRecord;
  features: Features;
  settings: DepthSettings;
  /** Of `settings.epochs`, those that are trained. */
  epochs: number;
  watch: Stopwatch;
  /** Aborted by the user, or when the time budget leaves no more than the test needs. */
  signal: AbortSignal;
}

/**
 * Fine-tunes one backbone below its cut and records it as a run. Out of time, a held-out run is what
 * its best epoch was, and one that has none, or not all of its folds, is interrupted.
 */
export async function trainTailRun(context: Context, run: TailRun): Promise<void> {
  const { card, depth, priority, found } = run;
  const { partition, samples, plan, progress, budget } = context;
  const settings = found?.settings ?? plan.settings(card, depth, partition.scheme);
  const record = await beginRun(context, card, depth, {
    epochs: settings.epochs,
    batch_size: settings.batchSize,
    learning_rate: settings.learningRate,
    weight_decay: settings.weightDecay,
    warm_up: settings.warmUp,
    optimizer: 'adamw',
    schedule: 'cosine',
    ...found?.params,
    ...(plan.depth !== null && plan.depth !== depth ? { asked_depth: plan.depth } : {}),
  });
  const watch = new Stopwatch();
  const { signal, release } = budget.limit(context.signal, testReserve(progress));
  try {
    const features = await watch.time(() =>
      context.extractor.extract({
        model: { backbone: card.id, depth },
        pictures: samples.pictures,
        rows: notTested(partition),
        priority,
        signal,
        onBatch(done, decode, trunk) {
          watch.add('decode', decode);
          watch.add('trunk', trunk);
          progress.advance(card.id, `features ${depth}`, done, decode + trunk);
        },
      }),
    );
    progress.finish(card.id, `features ${depth}`);
    try {
      const epochs = found?.epochs ?? settings.epochs;
      const work = { context, run, record, features, settings, epochs, watch, signal };
      const trained = await watch.time(() =>
        partition.scheme === 'hold-out' ? holdOut(work) : crossValidate(work),
      );
      progress.finish(card.id, `fine-tune ${depth}`);
      await finish(work, trained);
    } finally {
      features.close();
    }
  } catch (error) {
    await record.end(error);
    throw error;
  } finally {
    release();
  }
}

async function finish(work: Work, trained: Trained): Promise<void> {
  const { context, run, record, features, settings, watch } = work;
  const { partition, samples, checkpoint, fitting } = context;
  await record.finish(samples, partition, features.info, trained, watch, {
    best_epoch: trained.best,
    cached_features: features.cached,
    ...fitting.params(run.card, run.depth, settings),
    ...movedParams(context, record.run),
  });
  await checkpoint.forget(record.run.id);
}

/** One tail, judged after every epoch; the best epoch is kept, and patience ends it early. */
async function holdOut(work: Work): Promise<Trained> {
  const { context, run, record } = work;
  const seen: { progress: TailProgress | null } = { progress: null };
  const part = partOf(work, 'hold-out', context.partition.folds[0], run.classifier);
  try {
    seen.progress = await trainPart(context, {
      ...part,
      keepBest: true,
      from: run.found?.part,
      async afterEpoch(progress) {
        seen.progress = progress;
        await record.addEpochs(new Map(progress.logs.entries()));
      },
    });
  } catch (error) {
    if (context.signal.aborted || !outOfTime(work, error) || !seen.progress?.best) throw error;
  }
  const { best, logits } = seen.progress;
  const { epoch, state } = best!;
  return { model: state, logits: logits[epoch], best: epoch };
}

function outOfTime({ signal }: Work, error: unknown): boolean {
  return signal.aborted && error instanceof LensmithError && error.code === 'cancelled';
}

/** What all parts of a run have in common. */
function partOf(work: Work, part: string, fold: TailPart['fold'], start: Classifier): TailPart {
  const { run, record, features, settings, epochs, watch, signal, context } = work;
  const { card, depth, priority } = run;
  return {
    ...{ card, depth, priority, features, settings, signal, part, fold, start, epochs },
    owner: record.run.id,
    onStep(epochs, seconds) {
      watch.add('tail', seconds);
      context.progress.advance(card.id, `fine-tune ${depth}`, epochs, seconds);
    },
  };
}

/**
 * One tail a fold, the folds side by side as engines allow; the number of epochs whose pooled
 * held-out predictions are best is what the final tail is trained for, on all rows.
 */
async function crossValidate(work: Work): Promise<Trained> {
  const { context, record, run, epochs } = work;
  const { partition, samples } = context;
  const begun = new Map<number, TailProgress>();
  const folds = await Promise.all(
    partition.folds.map((fold, f) =>
      trainPart(context, {
        ...partOf(work, `fold-${f}`, fold, run.foldClassifiers[f]),
        from: f === 0 ? run.found?.part : undefined,
        // What is shown meanwhile is of the folds that have come so far.
        async afterEpoch(progress) {
          begun.set(f, progress);
          const epoch = progress.logs.length - 1;
          await record.addEpochs(new Map([[epoch, pooledEpoch(begun, epoch).log]]));
        },
      }),
    ),
  );
  const all = new Map(folds.entries());
  const pooled = Array.from({ length: epochs }, (_, e) => pooledEpoch(all, e));
  const curve = pooled.map(({ log }) => log);
  await record.addEpochs(new Map(curve.entries()));
  const best = bestEpoch(curve);
  const everything = { fit: partition.final, heldOut: [] };
  const final = await trainPart(context, {
    ...partOf(work, 'final', everything, run.classifier),
    epochs: best + 1,
    keepState: true,
  });
  const model = { ...final.state!, moments: [] };
  return { model, logits: pooled[best].logits, best };

  /** One epoch over the held-out pictures of all folds that have reached it. */
  function pooledEpoch(
    folds: ReadonlyMap<number, TailProgress>,
    epoch: number,
  ): { logits: Float32Array; log: EpochLog } {
    const reached = [...folds]
      .filter(([, { logs }]) => logs.length > epoch)
      .sort(([a], [b]) => a - b);
    const logits = concatenate(reached.map(([, progress]) => progress.logits[epoch]));
    const labels = reached.flatMap(([f]) =>
      partition.folds[f].heldOut.map((row) => samples.labels[row]),
    );
    const mean = (key: 'trainLoss' | 'trainAccuracy') =>
      reached.reduce((sum, [, { logs }]) => sum + logs[epoch][key], 0) / reached.length;
    const log = {
      trainLoss: mean('trainLoss'),
      trainAccuracy: mean('trainAccuracy'),
      valLoss: logLoss(logits, labels, samples.classes),
      valAccuracy: accuracy(logits, labels, samples.classes),
      learningRate: reached[0][1].logs[epoch].learningRate,
    };
    return { logits, log };
  }
}
