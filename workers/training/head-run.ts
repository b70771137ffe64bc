import type { Run } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import type { Mix } from './augmented-view';
import { beginRun, type Context, earlierRun, movedParams } from './context';
import type { Features } from './features';
import {
  type Classifier,
  fitHead,
  type HeadJob,
  type HeadOutcome,
  refitFinal,
  refitFolds,
} from './head';
import type { HeadChoice } from './head-search';
import { notTested } from './partition';
import type { RunRecord } from './run-record';
import { Stopwatch } from './stopwatch';
import type { View } from './views';

/** A backbone whose features are there, waiting for its head. */
export interface HeadStage {
  readonly card: Card;
  readonly priority: number;
  readonly features: Features;
  /** Of the pictures' mirror images, where they are fitted as well. */
  readonly mirrored: Features | null;
  /** Of varied views, where they are fitted as well; `mixes`: of all views, in the order they are fitted. */
  readonly varied?: readonly Features[];
  readonly mixes?: readonly (Mix | null)[];
  readonly watch: Stopwatch;
  /** Null when the head is only the start of a deeper tail. */
  readonly record: RunRecord | null;
}

/** First half of a head: features of all rows that are not test. */
export async function headFeatures(
  context: Context,
  card: Card,
  priority: number,
  listed: boolean,
): Promise<HeadStage> {
  const { partition, plan } = context;
  const watch = new Stopwatch();
  const settings = plan.settings(card, 'head', partition.scheme);
  const record = listed ? await beginRun(context, card, 'head', { epochs: settings.epochs }) : null;
  try {
    const features = await watch.time(() => extract(context, card, priority, watch, 'plain'));
    context.progress.finish(card.id, 'features');
    return { card, priority, features, mirrored: null, watch, record };
  } catch (error) {
    await record?.end(error);
    throw error;
  }
}

function extract(
  { extractor, samples, partition, progress, signal }: Context,
  card: Card,
  priority: number,
  watch: Stopwatch,
  view: View,
): Promise<Features> {
  return extractor.extract({
    model: { backbone: card.id, depth: 'head' },
    pictures: samples.pictures,
    rows: notTested(partition),
    view,
    priority,
    signal,
    onBatch(done, decode, trunk) {
      watch.add('decode', decode);
      watch.add('trunk', trunk);
      progress.advance(card.id, view === 'plain' ? 'features' : 'mirrored', done, decode + trunk);
    },
  });
}

/** The same with the features of mirrored pictures beside those of the pictures. */
export async function bothFeatures(
  context: Context,
  card: Card,
  priority: number,
  watch = new Stopwatch(),
): Promise<HeadStage> {
  const stage = await headFeatures(context, card, priority, false);
  try {
    const mirrored = await watch.time(() => extract(context, card, priority, watch, 'mirror'));
    context.progress.finish(card.id, 'mirrored');
    return { ...stage, watch, mirrored };
  } catch (error) {
    stage.features.close();
    throw error;
  }
}

/** Second half: fits the head and, where it is a run of its own, records it. */
export async function headOutcome(context: Context, stage: HeadStage): Promise<HeadOutcome> {
  const { card, watch, record } = stage;
  try {
    const outcome = await watch.time(() => fitHead(context.pool, headJob(context, stage)));
    context.progress.finish(card.id, 'head');
    if (record) await recordHead(context, stage, record, outcome);
    return outcome;
  } catch (error) {
    await record?.end(error);
    throw error;
  } finally {
    closeStage(stage);
  }
}

/** A head that was only to be the start of a tail, as a run of its own. */
export async function listHead(context: Context, card: Card, priority: number): Promise<void> {
  if (earlierRun(context, card.id, 'head')?.status === 'finished') return;
  await headOutcome(context, await headFeatures(context, card, priority, true));
}

export function closeStage({ features, mirrored, varied = [] }: HeadStage): void {
  features.close();
  for (const view of varied) view.close();
  mirrored?.close();
}

/** Stores what was fitted as a finished run; what the run said before is replaced. */
export async function recordHead(
  context: Context,
  { features, watch }: HeadStage,
  record: RunRecord,
  { classifier, curve, logits, strength, shrinkage, loss }: HeadOutcome,
  params: Run['params'] = {},
): Promise<void> {
  const { samples, partition } = context;
  const { info, cached } = features;
  await record.addEpochs(new Map(curve.entries()));
  const model = classifierState(classifier, info.classifier);
  await record.finish(samples, partition, info, { model, logits }, watch, {
    strength,
    shrinkage,
    validation_loss: loss,
    iterations: curve.length,
    cached_features: cached,
    ...movedParams(context, record.run),
    ...params,
  });
}

/** The heads of a run that an earlier session finished: as they were, fitted again. */
export async function classifiersAgain(
  context: Context,
  stage: HeadStage,
  choice: HeadChoice,
): Promise<{ classifier: Classifier; foldClassifiers: Classifier[] }> {
  const head = headJob(context, stage);
  try {
    const foldClassifiers = await refitFolds(context.pool, head, choice);
    const classifier =
      context.partition.scheme === 'hold-out'
        ? foldClassifiers[0]
        : await refitFinal(context.pool, head, choice);
    return { classifier, foldClassifiers };
  } finally {
    closeStage(stage);
  }
}

/** A head as the tail it is: the classifier's two parameters in the internal layout. */
export function classifierState(classifier: Classifier, name: string) {
  const { weight, bias } = classifier;
  return {
    parameters: [
      { name: `${name}.weight`, shape: weight.shape, data: weight.data },
      { name: `${name}.bias`, shape: [bias.length], data: bias },
    ],
    moments: [],
    step: 0,
  };
}

export function headJob(context: Context, stage: HeadStage): HeadJob {
  const { card, priority, features, mirrored, varied = [], mixes, watch } = stage;
  const { partition, plan, samples, progress, job, signal } = context;
  return {
    job,
    backbone: card.id,
    samples,
    partition,
    views: [features, ...(mirrored ? [mirrored] : []), ...varied],
    mixes,
    iterations: plan.settings(card, 'head', partition.scheme).epochs,
    priority,
    signal,
    onFit(fits, seconds) {
      watch.add('tail', seconds);
      progress.advance(card.id, 'head', fits, seconds);
    },
  };
}
