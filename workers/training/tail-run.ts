import type { TailState } from '../../core/contract/engine';
import { accuracy, logLoss } from '../../core/learning/metrics';
import type { Card } from '../../model-zoo/card';
import { beginRun, type Context, seedFor } from './context';
import type { DepthSettings, TailDepth } from './defaults';
import type { Features } from './features';
import type { Classifier, EpochLog } from './head';
import type { Fold } from './partition';
import type { RunRecord } from './run-record';
import { concatenate } from './samples';
import { Stopwatch } from './stopwatch';
import { bestEpoch, isBetter, type TailProgress, trainTail } from './tail';

export interface TailRun {
  readonly card: Card;
  readonly depth: TailDepth;
  readonly priority: number;
  /** What the tail starts from: the final head, and every fold's own. */
  readonly classifier: Classifier;
  readonly foldClassifiers: readonly Classifier[];
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
  watch: Stopwatch;
}

/** Fine-tunes one backbone below its cut and records it as a run. */
export async function trainTailRun(context: Context, run: TailRun): Promise<void> {
  const { card, depth, priority } = run;
  const { partition, samples, plan, progress, signal } = context;
  const settings = plan.settings(card, depth, partition.scheme);
  const record = await beginRun(context, card, depth, {
    epochs: settings.epochs,
    batch_size: settings.batchSize,
    learning_rate: settings.learningRate,
    weight_decay: settings.weightDecay,
    warm_up: settings.warmUp,
    optimizer: 'adamw',
    schedule: 'cosine',
  });
  const watch = new Stopwatch();
  try {
    const features = await watch.time(() =>
      context.extractor.extract({
        model: { backbone: card.id, depth },
        pictures: samples.pictures,
        rows: [...new Set([...partition.final, ...partition.scored])],
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
      const work = { context, run, record, features, settings, watch };
      const trained = await watch.time(() =>
        partition.scheme === 'hold-out' ? holdOut(work) : crossValidate(work),
      );
      progress.finish(card.id, 'fine-tune');
      await finish(work, trained);
    } finally {
      features.close();
    }
  } catch (error) {
    await record.end(error);
    throw error;
  }
}

async function finish({ context, record, features, watch }: Work, trained: Trained): Promise<void> {
  const { partition, samples, checkpoint } = context;
  await record.saveModel(trained.model);
  await record.finish(samples, partition, features.info, trained.logits, watch, {
    best_epoch: trained.best,
    cached_features: features.cached,
  });
  await checkpoint.forget(record.run.id);
}

/** One tail, judged after every epoch; the best epoch is kept, and patience ends it early. */
async function holdOut(work: Work): Promise<Trained> {
  const { context, run, record, settings } = work;
  const progress = await trainPart(work, {
    part: 'hold-out',
    fold: context.partition.folds[0],
    start: run.classifier,
    epochs: settings.epochs,
    async afterEpoch(progress) {
      const { logs } = progress;
      const last = logs.length - 1;
      if (!progress.best || isBetter(logs[last], logs[progress.best.epoch])) {
        progress.best = { epoch: last, state: { ...progress.state!, moments: [] } };
      }
      await record.addEpochs(new Map([[last, logs[last]]]));
    },
    enough: ({ logs, best }) => logs.length - 1 - (best?.epoch ?? 0) >= settings.patience,
  });
  const { epoch, state } = progress.best!;
  return { model: state, logits: progress.logits[epoch], best: epoch };
}

/**
 * One tail a fold, the folds side by side as engines allow; the number of epochs whose pooled
 * held-out predictions are best is what the final tail is trained for, on all rows.
 */
async function crossValidate(work: Work): Promise<Trained> {
  const { context, record, run, settings } = work;
  const { partition, samples } = context;
  const begun = new Map<number, TailProgress>();
  const folds = await Promise.all(
    partition.folds.map((fold, f) =>
      trainPart(work, {
        part: `fold-${f}`,
        fold,
        start: run.foldClassifiers[f],
        epochs: settings.epochs,
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
  const pooled = Array.from({ length: settings.epochs }, (_, e) => pooledEpoch(all, e));
  const curve = pooled.map(({ log }) => log);
  await record.addEpochs(new Map(curve.entries()));
  const best = bestEpoch(curve);
  const final = await trainPart(work, {
    part: 'final',
    fold: { fit: partition.final, heldOut: [] },
    start: run.classifier,
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

interface Part {
  part: string;
  fold: Fold;
  start: Classifier;
  epochs: number;
  /** Whether the finished state is wanted, not only its logits. */
  keepState?: boolean;
  afterEpoch?(progress: TailProgress): Promise<void>;
  enough?(progress: TailProgress): boolean;
}

/** Trains one tail from its checkpoint, if there is one, to its end, with a checkpoint an epoch. */
async function trainPart(work: Work, part: Part): Promise<TailProgress> {
  const { context, run, record, features, settings, watch } = work;
  const { card, depth, priority } = run;
  const { checkpoint, signal, pool, samples, progress: bar } = context;
  const progress = await checkpoint.tail(record.run.id, part.part);
  const finished = () => progress.logs.length >= part.epochs || part.enough?.(progress) === true;
  if (progress.logs.length > 0) {
    await part.afterEpoch?.(progress);
    bar.advance(card.id, 'fine-tune', progress.logs.length, 0);
  }
  if (finished()) return progress;
  await pool.use(
    { backbone: card.id, depth },
    async (engine) => {
      const tail = trainTail(
        engine,
        {
          model: { backbone: card.id, depth },
          samples,
          inputs: features,
          fold: part.fold,
          settings,
          epochs: part.epochs,
          start: part.start,
          seed: seedFor(context, card, depth, part.part),
          signal,
          onStep(epochs, seconds) {
            watch.add('tail', seconds);
            bar.advance(card.id, 'fine-tune', epochs, seconds);
          },
        },
        progress,
      );
      for await (const _ of tail) {
        await part.afterEpoch?.(progress);
        const done = finished();
        // A finished fold has said all it knows: its logits.
        if (done && !part.keepState) progress.state = null;
        await checkpoint.save(record.run.id, part.part, progress);
        if (done) break;
      }
    },
    { priority, signal, retries: 1 },
  );
  return progress;
}
