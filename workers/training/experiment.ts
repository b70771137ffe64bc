import type { DeviceReport } from '../../core/contract/engine';
import type { Experiment, ExperimentNote, Run } from '../../core/run';
import { augmentHeads } from './augmented-head';
import { testReserve } from './budget';
import { type Context, earlierRun, unlessCancelled } from './context';
import type { TailDepth } from './defaults';
import { forecast, likelyLeaders } from './forecast';
import { listHead } from './head-run';
import { type Fitted, fitHeads } from './heads';
import { leadersOf } from './leaders';
import { mirrorHeads } from './mirrored-head';
import { endBackbone, orNull } from './outcome';
import { trainTailRun } from './tail-run';
import { type Found, TailSearch } from './tail-search';
import { readTest } from './test-reading';
import { testTogether, validateTogether } from './together';

/**
 * One experiment from the first feature to the test split. A run that fails is recorded and the
 * others go on; throws cancelled when stopped, and only what concerns all runs otherwise. Whenever it
 * is stopped, by the user or by the time budget, the finished runs are a valid leaderboard.
 */
export async function runExperiment(context: Context): Promise<Run[]> {
  const { plan, progress, budget, store, checkpoint } = context;
  const question = { ...context, classes: context.samples.classes };
  const likely = likelyLeaders({ ...question, leaders: [] }, context.pool.size, context.tailBudget);
  progress.plan(forecast({ ...question, leaders: likely }));
  const started = performance.now();
  const heads = await fitHeads(context);
  unlessCancelled(context.signal);
  await checkpoint.spend(budget.spentSeconds);

  const headSeconds = (performance.now() - started) / 1000;
  if (plan.depth === null) await searchDeeper(context, heads, headSeconds);
  else if (plan.depth === 'head') await withViews(context, heads, allowed(context, 0));
  else {
    await trainTails(context, heads, plan.depth);
    await headInstead(context, heads);
  }
  unlessCancelled(context.signal);
  await checkpoint.spend(budget.spentSeconds);

  await validateTogether(context);
  const listed = await store.runs.list({ experimentId: context.experiment.id });
  const runs = await readTest(context, listed);
  await testTogether(context);
  if (budget.stopped) {
    const note: ExperimentNote = { code: 'budgetSpent', context: { minutes: budget.minutes ?? 0 } };
    await context.amend(({ notes }) => ({ notes: [...notes, note] }));
  }
  return runs;
}

/** Seconds that views and deeper tails may still take. */
function allowed(
  { budget, progress, tailBudget, plan, partition }: Context,
  headSeconds: number,
): () => number {
  const { preset } = plan;
  if (budget.minutes !== null) return () => budget.secondsLeft - testReserve(progress);
  if (preset === 'quick') return () => 0;
  const ends = performance.now() / 1000 + tailBudget(headSeconds, preset, partition.scheme);
  return () => ends - performance.now() / 1000;
}

/** The views that a person asked for, or mirror images where they help. */
function withViews(
  context: Context,
  heads: readonly Fitted[],
  secondsLeft: () => number,
): Promise<Fitted[]> {
  return context.plan.augmentation
    ? augmentHeads(context, heads)
    : mirrorHeads(context, heads, secondsLeft);
}

/** Mirrored views and deeper tails, for those whose heads lead. */
async function searchDeeper(
  context: Context,
  heads: readonly Fitted[],
  headSeconds: number,
): Promise<void> {
  const { partition, plan, progress, samples, speed, pool } = context;
  const secondsLeft = allowed(context, headSeconds);
  const fitted = await withViews(context, heads, secondsLeft);
  unlessCancelled(context.signal);
  const leaders = await leadersOf(context, fitted, secondsLeft());
  const question = { plan, partition, classes: samples.classes, speed };
  const names = leaders.map(({ card }) => card.id);
  progress.plan(forecast({ ...question, leaders: names }));
  const found = await new TailSearch(context, leaders, secondsLeft).run(fitted);
  unlessCancelled(context.signal);
  const survivors = found.map(({ trial }) => trial);
  progress.plan(forecast({ ...question, leaders: names, survivors }));
  if (pool.device.backend === 'webgpu') pool.recycle();
  await Promise.all(found.map((one) => complete(context, one)));
}

async function complete(context: Context, { fitted, trial, tail }: Found): Promise<void> {
  const { card, priority } = fitted;
  const { depth } = trial;
  if (earlierRun(context, card.id, depth)?.status === 'finished') return;
  const classifiers = await orNull(context, card, depth, fitted.classifiers());
  if (!classifiers) return;
  const run = { card, depth, priority, found: tail, ...classifiers };
  await orNull(context, card, null, trainTailRun(context, run));
}

/** The depth that a person named, for all backbones, or the deepest that this device can do. */
async function trainTails(
  context: Context,
  heads: readonly Fitted[],
  depth: TailDepth,
): Promise<void> {
  const train = async ({ card, classifiers }: Fitted, priority: number) => {
    unlessCancelled(context.signal);
    const start = await orNull(context, card, depth, classifiers());
    if (!start) return;
    const work = async () => {
      const trained = await context.fitting.shallowing(card, depth, async (depth) => {
        if (earlierRun(context, card.id, depth)?.status === 'finished') return true;
        await trainTailRun(context, { card, depth, priority, ...start });
        return true;
      });
      if (!trained) await listHead(context, card, priority);
    };
    await orNull(context, card, null, work());
  };
  if (context.pool.size === 1) {
    for (const [priority, fitted] of heads.entries()) {
      const work = train(fitted, priority);
      await work;
      await endBackbone(context, work);
    }
    return;
  }
  await Promise.all(heads.map(train));
}

/** Out of time before any tail had a result: the first head is what there is to show. */
async function headInstead(context: Context, [first]: readonly Fitted[]): Promise<void> {
  const { budget, store, experiment, signal } = context;
  if (!first || !budget.stopped || signal.aborted) return;
  const runs = await store.runs.list({ experimentId: experiment.id });
  if (runs.some(({ status }) => status === 'finished')) return;
  await orNull(context, first.card, null, listHead(context, first.card, first.priority));
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
  // A version's sides are its own, whoever settled them first.
  if (partition.ownSplit && samples.dataset.ownSplit) notes.push({ code: 'ownSplit', context: {} });
  if (partition.moved > 0) {
    notes.push({ code: 'movedPictures', context: { count: partition.moved } });
  }
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
