import type { EngineApi, ModelSpec, TailState } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import { accuracy, logLoss } from '../../core/learning/metrics';
import { cosineWithWarmup } from '../../core/learning/schedule';
import { createRandom } from '../../core/random';
import type { DepthSettings } from './defaults';
import type { Classifier, EpochLog } from './head';
import type { Fold } from './partition';
import { batches, type Inputs, labelledBatch, logitsOf, type Samples } from './samples';

/** How far one tail has come: enough to go on as if nothing had happened. */
export interface TailProgress {
  /** Finished epochs; their logs, and the held-out logits each ended with. */
  logs: EpochLog[];
  logits: Float32Array[];
  /** With the optimiser's moments; null once this tail is finished. */
  state: TailState | null;
  /** Without moments, of the best epoch so far; kept only where an epoch is chosen. */
  best: { epoch: number; state: TailState } | null;
}

export interface TailJob {
  readonly model: ModelSpec;
  readonly samples: Samples;
  readonly inputs: Inputs;
  readonly fold: Fold;
  readonly settings: DepthSettings;
  /** Stop after so many epochs of the schedule. */
  readonly epochs: number;
  readonly start: Classifier;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** After every step, with its engine-seconds: epochs done (fractional). */
  onStep(epochs: number, seconds: number): void;
}

/**
 * Fine-tunes one tail on `fold.fit`, an epoch at a time, from `progress` on; the caller sees
 * `progress` grow with every yield and may stop whenever it likes. The order of the pictures hangs
 * on seed and epoch alone, so a resumed tail goes on exactly as an uninterrupted one.
 * Throws trainingDiverged, cancelled.
 */
export async function* trainTail(
  engine: EngineApi,
  job: TailJob,
  progress: TailProgress,
): AsyncGenerator<EpochLog, void> {
  const { samples, inputs, fold, settings, signal } = job;
  await engine.startTail({
    model: job.model,
    classes: samples.classes,
    seed: job.seed,
    weightDecay: settings.weightDecay,
    start: progress.state ?? job.start,
  });
  const size = Math.min(settings.batchSize, fold.fit.length);
  const steps = Math.ceil(fold.fit.length / size);
  const totalSteps = settings.epochs * steps;
  const schedule = {
    peak: settings.learningRate,
    totalSteps,
    warmupSteps: Math.round(settings.warmUp * totalSteps),
  };
  const between = () => {
    if (signal.aborted) throw new LensmithError('cancelled');
  };
  for (let epoch = progress.logs.length; epoch < job.epochs; epoch++) {
    const order = createRandom(job.seed)
      .fork(`epoch ${epoch}`)
      .shuffle([...fold.fit]);
    let loss = 0;
    let weight = 0;
    let correct = 0;
    let rate = 0;
    for (const [index, batch] of batches(order, size).entries()) {
      between();
      const started = performance.now();
      rate = cosineWithWarmup(epoch * steps + index, schedule);
      const ready = labelledBatch(samples, inputs, batch);
      const batchWeight = ready.sampleWeights.reduce((a, b) => a + b, 0);
      const result = await engine.step(ready, rate);
      if (!Number.isFinite(result.loss)) {
        throw new LensmithError('trainingDiverged', { backbone: job.model.backbone });
      }
      loss += result.loss * batchWeight;
      weight += batchWeight;
      correct += result.correct;
      job.onStep(1 / steps, (performance.now() - started) / 1000);
    }
    const held = fold.heldOut;
    const logits = await logitsOf(engine, inputs, held, samples.classes, between);
    const labels = Int32Array.from(held, (row) => samples.labels[row]);
    const valLoss = held.length > 0 ? logLoss(logits, labels, samples.classes) : null;
    if (valLoss !== null && !Number.isFinite(valLoss)) {
      throw new LensmithError('trainingDiverged', { backbone: job.model.backbone });
    }
    const log: EpochLog = {
      trainLoss: loss / weight,
      trainAccuracy: correct / fold.fit.length,
      valLoss,
      valAccuracy: held.length > 0 ? accuracy(logits, labels, samples.classes) : null,
      learningRate: rate,
    };
    progress.state = await engine.saveTail(true);
    progress.logs.push(log);
    progress.logits.push(logits);
    yield log;
  }
}

/** Whether `a` is the better epoch: more held-out pictures right, then the lower loss. */
export function isBetter(a: EpochLog, b: EpochLog): boolean {
  if (a.valAccuracy !== b.valAccuracy) return (a.valAccuracy ?? 0) > (b.valAccuracy ?? 0);
  return (a.valLoss ?? 0) < (b.valLoss ?? 0);
}

export function bestEpoch(logs: readonly EpochLog[]): number {
  let best = 0;
  for (let epoch = 1; epoch < logs.length; epoch++) {
    if (isBetter(logs[epoch], logs[best])) best = epoch;
  }
  return best;
}
