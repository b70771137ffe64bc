import { LensmithError } from '../../core/errors';
import type { Run } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import { augmentedFeatures } from './augmented-features';
import { testReserve } from './budget';
import { type Context, earlierRun } from './context';
import type { Classifier } from './head';
import {
  bothFeatures,
  classifiersAgain,
  type HeadStage,
  headFeatures,
  headOutcome,
} from './head-run';

import { endBackbone, orNull } from './outcome';

/** What a finished head leaves for what comes after it. */
export interface Fitted {
  card: Card;
  priority: number;
  /** Held-out, in the order of `partition.scored`. */
  logits: Float32Array;
  /** Held-out log loss as the search for the head counts it. */
  loss: number;
  classifiers(): Promise<Classifiers>;
}

export interface Classifiers {
  classifier: Classifier;
  foldClassifiers: readonly Classifier[];
}

/**
 * Heads of all backbones, in order: while one is fitted, the features of the next are computed, but
 * for the first, so that the leaderboard begins soon.
 * A time budget never takes the first one away, since a leaderboard with nothing in it is no use. On
 * WebGPU a backbone's engine is ended when it is done: pooled buffers are never given back.
 */
export async function fitHeads(context: Context): Promise<Fitted[]> {
  const { plan, budget, progress } = context;
  const listed = plan.depth === null || plan.depth === 'head';
  const pending: Promise<Fitted | null>[] = [];
  const releases: (() => void)[] = [];
  for (const [priority, card] of plan.backbones.entries()) {
    if (context.signal.aborted) break;
    const earlier = earlierRun(context, card.id, 'head');
    if (listed && earlier?.status === 'finished') {
      pending.push(Promise.resolve(fittedEarlier(context, card, priority, earlier)));
      continue;
    }
    let within = context;
    if (pending.length > 0) {
      // What is not begun will not be tested either.
      const begun = plan.backbones.slice(0, priority + 1).map(({ id }) => id);
      const reserve = testReserve(progress, begun);
      if (!budget.allows(reserve)) break;
      const { signal, release } = budget.limit(context.signal, reserve);
      releases.push(release);
      within = { ...context, signal };
    }
    const next = plan.backbones[priority + 1];
    if (next) context.ahead(next);
    const unlisted = listed ? null : plan.depth;
    const stage = await orNull(
      within,
      card,
      unlisted,
      headFeatures(within, card, priority, listed),
    );
    if (!stage) continue;
    const head = orNull(within, card, unlisted, fitOne(within, stage));
    pending.push(head);
    // The next one's weights and pictures would keep engines from what is waited for most.
    if (pending.length === 1) await head;
    await endBackbone(context, head);
  }
  const all = await Promise.all(pending);
  for (const release of releases) release();
  return all.filter((one) => one !== null);
}

async function fitOne(context: Context, stage: HeadStage): Promise<Fitted> {
  const outcome = await headOutcome(context, stage);
  const { card, priority } = stage;
  return { card, priority, ...outcome, classifiers: async () => outcome };
}

/** A head of an earlier session: its predictions are stored, its classifiers are fitted again. */
async function fittedEarlier(
  context: Context,
  card: Card,
  priority: number,
  run: Run,
): Promise<Fitted> {
  const { store, progress } = context;
  const predictions = await store.artifacts.get<StoredPredictions>(`run/${run.id}/predictions`);
  if (!predictions) throw new LensmithError('unknownRun', { id: run.id });
  progress.finish(card.id, 'features');
  progress.finish(card.id, 'head');
  const { strength, shrinkage, views, validation_loss } = run.params;
  return {
    card,
    priority,
    loss: Number(validation_loss),
    logits: predictions.validation.logits,
    async classifiers() {
      const stage =
        run.params.augmentation_kept === 'augmented'
          ? await augmentedFeatures(context, card, priority)
          : views === 'mirror'
            ? await bothFeatures(context, card, priority)
            : await headFeatures(context, card, priority, false);
      const choice = { strength: Number(strength), shrinkage: Number(shrinkage ?? 0) };
      return classifiersAgain(context, stage, choice);
    },
  };
}
