import type { Card } from '../../model-zoo/card';
import { type Context, seedFor } from './context';
import type { DepthSettings, TailDepth } from './defaults';
import type { Features } from './features';
import type { Classifier } from './head';
import type { Fold } from './partition';
import { isBetter, type TailProgress, trainTail } from './tail';

/** One tail on one fold: all of a hold-out run, or a part of a k-fold one. */
export interface TailPart {
  readonly card: Card;
  readonly depth: TailDepth;
  readonly priority: number;
  readonly features: Features;
  readonly settings: DepthSettings;
  readonly signal: AbortSignal;
  /** Whose checkpoint this is: a run's or a trial's. */
  readonly owner: string;
  /** Names the part within its owner and, together with card and depth, seeds it. */
  readonly part: string;
  readonly fold: Fold;
  readonly start: Classifier;
  /** How many of the schedule's epochs are wanted. */
  readonly epochs: number;
  /** Whether the best epoch's state is kept beside the last one's. */
  readonly keepBest?: boolean;
  /** Whether the finished state is wanted, not only its logits. */
  readonly keepState?: boolean;
  /** What somebody else has trained of it already. */
  readonly from?: TailProgress;
  afterEpoch?(progress: TailProgress): Promise<void>;
  /** After every step: epochs done (fractional) and engine-seconds. */
  onStep(epochs: number, seconds: number): void;
}

/** Trains one tail from its checkpoint, if there is one, to its end, with a checkpoint an epoch. */
export async function trainPart(context: Context, part: TailPart): Promise<TailProgress> {
  const { checkpoint, pool, samples } = context;
  const { card, depth, priority, signal } = part;
  let progress = await checkpoint.tail(part.owner, part.part);
  if (progress.logs.length === 0 && part.from) progress = part.from;
  if (progress.logs.length > 0) {
    await part.afterEpoch?.(progress);
    part.onStep(progress.logs.length, 0);
  }
  if (finished(part, progress)) return progress;
  const train = (settings: DepthSettings) =>
    pool.use(
      { backbone: card.id, depth },
      async (engine) => {
        const tail = trainTail(
          engine,
          {
            model: { backbone: card.id, depth },
            samples,
            inputs: part.features,
            fold: part.fold,
            settings,
            epochs: part.epochs,
            start: part.start,
            seed: seedFor(context, card, depth, part.part),
            signal,
            onStep: part.onStep,
          },
          progress,
        );
        for await (const _ of tail) {
          if (part.keepBest) keepBest(progress);
          await part.afterEpoch?.(progress);
          const done = finished(part, progress);
          // A finished fold has said all it knows: its logits.
          if (done && !part.keepState) progress.state = null;
          await checkpoint.save(part.owner, part.part, progress);
          if (done) break;
        }
      },
      { priority, signal, retries: 1, smaller: true },
    );
  await context.fitting.halving(card, depth, part.settings, train);
  return progress;
}

function keepBest(progress: TailProgress): void {
  const last = progress.logs.length - 1;
  if (progress.best && !isBetter(progress.logs[last], progress.logs[progress.best.epoch])) return;
  progress.best = { epoch: last, state: { ...progress.state!, moments: [] } };
}

/** Where the best epoch is kept, patience ends a part early. */
function finished({ epochs, settings }: TailPart, { logs, best }: TailProgress): boolean {
  return logs.length >= epochs || (!!best && logs.length - 1 - best.epoch >= settings.patience);
}
