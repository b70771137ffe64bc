import { LensmithError } from '../../core/errors';
import type { Card } from '../../model-zoo/card';
import { plannedViews } from './augmented-view';
import type { Context } from './context';
import type { Features } from './features';
import { type HeadStage, headFeatures } from './head-run';
import { Stopwatch } from './stopwatch';

/** The features of the pictures, with those of their varied views beside them. */
export async function augmentedFeatures(
  context: Context,
  card: Card,
  priority: number,
  watch = new Stopwatch(),
): Promise<HeadStage> {
  const { plan, samples, partition, extractor, progress, signal } = context;
  if (!plan.augmentation) throw new LensmithError('internal', { detail: 'no augmentation' });
  const stage = await headFeatures(context, card, priority, false);
  const varied: Features[] = [];
  try {
    const { inputSize } = stage.features.info.preprocessing;
    const views = plannedViews(plan.augmentation, plan.seed, samples, partition, inputSize);
    for (const { view } of views) {
      const features = await watch.time(() =>
        extractor.extract({
          model: { backbone: card.id, depth: 'head' },
          pictures: samples.pictures,
          // What judges is never varied; in folds every picture learns in some of them.
          rows: partition.final,
          view,
          priority,
          signal,
          onBatch(done, decode, trunk) {
            watch.add('decode', decode);
            watch.add('trunk', trunk);
            progress.advance(card.id, 'augmented', done, decode + trunk);
          },
        }),
      );
      varied.push(features);
    }
    progress.finish(card.id, 'augmented');
    return { ...stage, watch, varied, mixes: [null, ...views.map(({ mix }) => mix)] };
  } catch (error) {
    for (const features of [stage.features, ...varied]) features.close();
    throw error;
  }
}
