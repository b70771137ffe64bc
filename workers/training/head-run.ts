import type { Card } from '../../model-zoo/card';
import { beginRun, type Context } from './context';
import { HEAD_STRENGTHS } from './defaults';
import type { Features } from './features';
import { type Classifier, fitHead, type HeadJob, type HeadOutcome, refitFolds } from './head';
import type { RunRecord } from './run-record';
import { Stopwatch } from './stopwatch';

/** A backbone whose features are there, waiting for its head. */
export interface HeadStage {
  readonly card: Card;
  readonly priority: number;
  readonly features: Features;
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
  const { partition, plan, samples, progress, signal } = context;
  const watch = new Stopwatch();
  const settings = plan.settings(card, 'head', partition.scheme);
  const record = listed ? await beginRun(context, card, 'head', { epochs: settings.epochs }) : null;
  try {
    const features = await watch.time(() =>
      context.extractor.extract({
        model: { backbone: card.id, depth: 'head' },
        pictures: samples.pictures,
        rows: rowsOf(context),
        priority,
        signal,
        onBatch(done, decode, trunk) {
          watch.add('decode', decode);
          watch.add('trunk', trunk);
          progress.advance(card.id, 'features', done, decode + trunk);
        },
      }),
    );
    progress.finish(card.id, 'features');
    return { card, priority, features, watch, record };
  } catch (error) {
    await record?.end(error);
    throw error;
  }
}

/** Second half: fits the head and, where it is a run of its own, records it. */
export async function headOutcome(context: Context, stage: HeadStage): Promise<HeadOutcome> {
  const { card, features, watch, record } = stage;
  try {
    const outcome = await watch.time(() => fitHead(context.pool, headJob(context, stage)));
    context.progress.finish(card.id, 'head');
    if (record) await recordHead(context, stage, record, outcome);
    return outcome;
  } catch (error) {
    await record?.end(error);
    throw error;
  } finally {
    features.close();
  }
}

async function recordHead(
  { samples, partition }: Context,
  { features, watch }: HeadStage,
  record: RunRecord,
  { classifier, curve, logits, strength }: HeadOutcome,
): Promise<void> {
  const { info, cached } = features;
  await record.addEpochs(new Map(curve.entries()));
  await record.saveModel(classifierState(classifier, info.classifier));
  await record.finish(samples, partition, info, logits, watch, {
    strength,
    iterations: curve.length,
    cached_features: cached,
  });
}

/** The heads of a run that an earlier session finished: as they were, fitted again. */
export async function foldClassifiersAgain(
  context: Context,
  stage: HeadStage,
  strength: number,
): Promise<Classifier[]> {
  try {
    return await refitFolds(context.pool, headJob(context, stage), strength);
  } finally {
    stage.features.close();
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

function headJob(context: Context, { card, priority, features, watch }: HeadStage): HeadJob {
  const { partition, plan, samples, progress, job, signal } = context;
  return {
    job,
    backbone: card.id,
    samples,
    partition,
    inputs: features,
    strengths: HEAD_STRENGTHS,
    iterations: plan.settings(card, 'head', partition.scheme).epochs,
    priority,
    signal,
    onFit(seconds) {
      watch.add('tail', seconds);
      progress.advance(card.id, 'head', 1, seconds);
    },
  };
}

function rowsOf({ partition }: Context): number[] {
  return [...new Set([...partition.final, ...partition.scored])];
}
