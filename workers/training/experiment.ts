import type { DeviceReport, TailState } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Depth, Experiment, ExperimentNote, Run } from '../../core/run';
import type { Store, StoredPredictions } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import { beginRun, type Context, earlierRun, unlessCancelled } from './context';
import type { TailDepth } from './defaults';
import { forecast, likelyLeaders, tailForecast } from './forecast';
import type { Classifier } from './head';
import { foldClassifiersAgain, type HeadStage, headFeatures, headOutcome } from './head-run';
import { type Candidate, chooseLeaders } from './leaders';
import { trainTailRun } from './tail-run';
import { readTest } from './test-reading';

/** What a finished head leaves for what comes after it. */
interface Fitted {
  card: Card;
  logits: Float32Array;
  classifiers(): Promise<{ classifier: Classifier; foldClassifiers: Classifier[] }>;
}

/**
 * One experiment from the first feature to the test split. A run that fails is recorded and the
 * others go on; throws cancelled when stopped, and only what concerns all runs otherwise.
 */
export async function runExperiment(context: Context): Promise<Run[]> {
  const { plan, progress } = context;
  const question = { ...context, classes: context.samples.classes };
  const leaders = likelyLeaders(
    { ...question, leaders: [] },
    context.pool.size,
    context.tailBudget,
  );
  progress.plan(forecast({ ...question, leaders }));
  const started = performance.now();
  const fitted = await fitHeads(context);
  unlessCancelled(context.signal);
  const depth = plan.depth ?? 'last-stage';
  if (depth !== 'head') {
    const leaders = plan.depth
      ? fitted
      : await leadersOf(context, fitted, (performance.now() - started) / 1000);
    await trainTails(context, leaders, depth);
    unlessCancelled(context.signal);
  }
  const runs = await context.store.runs.list({ experimentId: context.experiment.id });
  return readTest(context, runs);
}

/**
 * Heads of all backbones, in order: while one is fitted, the features of the next are computed.
 * On WebGPU a backbone's engine is ended when it is done: pooled buffers are never given back.
 */
async function fitHeads(context: Context): Promise<Fitted[]> {
  const { plan, signal } = context;
  const listed = plan.depth === null || plan.depth === 'head';
  const pending: Promise<Fitted | null>[] = [];
  for (const [priority, card] of plan.backbones.entries()) {
    if (signal.aborted) break;
    const earlier = earlierRun(context, card.id, 'head');
    if (listed && earlier?.status === 'finished') {
      pending.push(Promise.resolve(fittedEarlier(context, card, priority, earlier)));
      continue;
    }
    const unlisted = listed ? null : plan.depth;
    const features = headFeatures(context, card, priority, listed);
    const stage = await orNull(context, card, unlisted, features);
    if (!stage) continue;
    const head = orNull(context, card, unlisted, fitOne(context, stage));
    pending.push(head);
    await endBackbone(context, head);
  }
  const all = await Promise.all(pending);
  return all.filter((one) => one !== null);
}

/** On WebGPU, waits for a backbone's work and ends its engine. */
async function endBackbone({ pool }: Context, work: Promise<unknown>): Promise<void> {
  if (pool.device.backend !== 'webgpu') return;
  await work;
  pool.recycle();
}

async function fitOne(context: Context, stage: HeadStage): Promise<Fitted> {
  const outcome = await headOutcome(context, stage);
  return { card: stage.card, logits: outcome.logits, classifiers: async () => outcome };
}

/** A head of an earlier session: its predictions are stored, its fold heads are fitted again. */
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
  return {
    card,
    logits: predictions.validation.logits,
    async classifiers() {
      const stage = await headFeatures(context, card, priority, false);
      const foldClassifiers = await foldClassifiersAgain(
        context,
        stage,
        Number(run.params.strength),
      );
      return { classifier: await savedClassifier(store, run), foldClassifiers };
    },
  };
}

async function savedClassifier(store: Store, run: Run): Promise<Classifier> {
  const model = await store.artifacts.get<TailState>(`run/${run.id}/model`);
  const [weight, bias] = model?.parameters ?? [];
  if (!weight || !bias) throw new LensmithError('unknownRun', { id: run.id });
  return { weight, bias: bias.data };
}

/** A pause of the whole machine while features were computed must not rule out every tail. */
const MOST_PACE = 4;

async function leadersOf(
  context: Context,
  fitted: readonly Fitted[],
  headSeconds: number,
): Promise<Fitted[]> {
  const { checkpoint, partition, plan, samples, speed, pool, progress } = context;
  const question = { plan, partition, classes: samples.classes, speed };
  let { leaders } = await checkpoint.decisions();
  if (!leaders) {
    const ratios = progress.ratios();
    const candidates = fitted.map(({ card, logits }): Candidate => {
      const work = tailForecast({ ...question, leaders: [card.id] }, card);
      // How this network has really fared here today says more than the forecast did.
      const measured = ratios[`${card.id}/features`] ?? 1;
      const pace = Math.min(MOST_PACE, Math.max(1 / MOST_PACE, measured));
      const seconds = (pace * work.reduce((sum, task) => sum + task.seconds, 0)) / pool.size;
      return { backbone: card.id, logits, tailSeconds: seconds };
    });
    const labels = Int32Array.from(partition.scored, (row) => samples.labels[row]);
    leaders = chooseLeaders(candidates, labels, samples.classes, context.tailBudget(headSeconds));
    await checkpoint.decide({ version: 1, leaders });
  }
  const chosen = leaders;
  progress.plan(forecast({ ...question, leaders: chosen }));
  return chosen.flatMap((id) => fitted.filter(({ card }) => card.id === id));
}

async function trainTails(
  context: Context,
  leaders: readonly Fitted[],
  depth: TailDepth,
): Promise<void> {
  const train = async (fitted: Fitted, priority: number) => {
    const { card } = fitted;
    if (earlierRun(context, card.id, depth)?.status === 'finished') return;
    unlessCancelled(context.signal);
    const classifiers = await orNull(context, card, depth, fitted.classifiers());
    if (!classifiers) return;
    const tail = { card, depth, priority, ...classifiers };
    await orNull(context, card, null, trainTailRun(context, tail));
  };
  if (context.pool.size === 1) {
    for (const [priority, fitted] of leaders.entries()) {
      const work = train(fitted, priority);
      await work;
      await endBackbone(context, work);
    }
    return;
  }
  await Promise.all(leaders.map(train));
}

/**
 * Null for work that failed or was stopped, so that the others go on. A run says itself what became
 * of it; what failed before its run was begun is recorded as a failed run of `unlisted` depth.
 */
async function orNull<T>(
  context: Context,
  card: Card,
  unlisted: Depth | null,
  work: Promise<T>,
): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    // The run says what went wrong, but not where.
    if (!(error instanceof LensmithError)) console.error(error);
    if (unlisted !== null && !context.signal.aborted) {
      const record = await beginRun(context, card, unlisted, {});
      await record.end(error);
    }
    return null;
  }
}

/** What the user should know about how this experiment judges and trains. */
export function notesFor(
  context: Pick<Context, 'partition' | 'samples'>,
  device: DeviceReport,
): ExperimentNote[] {
  const { partition, samples } = context;
  const notes: ExperimentNote[] = [];
  if (samples.weights.some((weight) => weight !== 1)) {
    notes.push({ code: 'weightedLoss', context: {} });
  }
  if (partition.scheme === 'k-fold') {
    notes.push({ code: 'kFold', context: { folds: partition.folds.length } });
  }
  if (partition.ownSplit) notes.push({ code: 'ownSplit', context: {} });
  if (partition.test.length < FEW_TEST_PICTURES) {
    notes.push({ code: 'fewTestPictures', context: { count: partition.test.length } });
  }
  if (device.reason === 'softwareAdapter') notes.push({ code: 'softwareAdapter', context: {} });
  return notes;
}

/** Below this the 95% interval is wider than 0.2 around the middle. */
const FEW_TEST_PICTURES = 100;

/** How the experiment ended, from what became of its runs. */
export function statusOf(runs: readonly Run[]): Experiment['status'] {
  return runs.some((run) => run.status === 'finished') ? 'finished' : 'failed';
}
