import { LensmithError } from '../../core/errors';
import type { Run } from '../../core/run';
import { testReserve } from './budget';
import type { Context } from './context';
import { mirroredForecast } from './forecast';
import { classify, fitHead, type HeadOutcome } from './head';
import { bothFeatures, closeStage, type HeadStage, headJob, recordHead } from './head-run';
import type { Classifiers, Fitted } from './heads';
import { orNull } from './outcome';
import { RunRecord } from './run-record';
import { concatenate } from './samples';
import { Stopwatch } from './stopwatch';

/** What `run/<id>/flips` holds: held-out logits of the mirrored pictures, calibrated as the run is. */
export interface FlippedPredictions {
  logits: Float32Array;
}

/**
 * Tries heads that also learn from mirrored pictures, and keeps for each backbone the one with the
 * lower held-out log loss: a mirrored letter is another letter, and then the loss says no. `best`
 * tries all heads, `balanced` the best one while there is time. Held-out pictures are never mirrored.
 */
export async function mirrorHeads(
  context: Context,
  heads: readonly Fitted[],
  secondsLeft: () => number,
): Promise<Fitted[]> {
  const { plan, store, experiment } = context;
  if (heads.length === 0 || (plan.preset !== 'best' && plan.depth !== null)) return [...heads];
  const runs = await store.runs.list({ experimentId: experiment.id });
  const best = heads.reduce((a, b) => (b.loss < a.loss ? b : a));
  const out: Fitted[] = [];
  for (const fitted of heads) {
    const run = runs.find(({ backbone, depth }) => backbone === fitted.card.id && depth === 'head');
    const tried = run?.params.views !== undefined;
    const wanted = plan.preset === 'best' || fitted === best;
    const view =
      run && !tried && wanted && affordable(context, fitted, secondsLeft())
        ? await orNull(context, fitted.card, null, mirrorHead(context, fitted, run))
        : null;
    out.push(view ?? fitted);
  }
  return out;
}

/** The features take as long again as those of the pictures took. */
function affordable(
  { plan, partition, samples, speed, pool, progress, budget }: Context,
  { card }: Fitted,
  seconds: number,
): boolean {
  const question = { plan, partition, classes: samples.classes, speed, leaders: [] };
  const [features] = mirroredForecast(question, card);
  const pace = progress.ratios()[`${card.id}/features`] ?? 1;
  const fits = (pace * features.seconds) / pool.size <= SHARE * seconds;
  if (!fits) budget.cut();
  return fits;
}

/** Of the time left, what one view may take. */
const SHARE = 0.25;

async function mirrorHead(context: Context, fitted: Fitted, run: Run): Promise<Fitted> {
  const { budget, progress, pool, store } = context;
  const { card, priority } = fitted;
  const { signal, release } = budget.limit(context.signal, testReserve(progress));
  try {
    const within = { ...context, signal };
    const watch = new Stopwatch(run);
    const stage = await bothFeatures(within, card, priority, watch);
    try {
      const mirrored = await watch.time(() => fitHead(pool, headJob(within, stage)));
      const better = mirrored.loss < fitted.loss;
      const record = new RunRecord(store, (event) => context.tell(event), run);
      if (better) await recordHead(context, stage, record, padded(mirrored, run), VIEWS.mirror);
      else await record.update({ params: { ...run.params, ...VIEWS.plain } });
      const used: Classifiers = better ? mirrored : await fitted.classifiers();
      if (context.plan.preset === 'best') await keepFlips(context, stage, used, record.run);
      return better ? { card, priority, ...mirrored, classifiers: async () => mirrored } : fitted;
    } finally {
      closeStage(stage);
    }
  } finally {
    release();
  }
}

/** Set once both have been tried. */
const VIEWS = { plain: { views: 'plain' }, mirror: { views: 'mirror' } };

/** A curve no shorter than the one it replaces: a fit that has converged stays where it was. */
export function padded(outcome: HeadOutcome, { params }: Run): HeadOutcome {
  const curve = [...outcome.curve];
  const last = curve.at(-1);
  while (last && curve.length < Number(params.iterations)) curve.push(last);
  return { ...outcome, curve };
}

async function keepFlips(
  { partition, store }: Context,
  { mirrored }: HeadStage,
  { foldClassifiers }: Classifiers,
  run: Run,
): Promise<void> {
  if (!mirrored || !run.calibration) throw new LensmithError('internal', { detail: 'no view' });
  const { temperature } = run.calibration;
  const parts = partition.folds.map(({ heldOut }, f) => {
    const features = mirrored.gather(heldOut);
    if (features.data instanceof Uint8Array) return new Float32Array();
    return classify(foldClassifiers[f], { shape: features.shape, data: features.data });
  });
  const logits = concatenate(parts).map((value) => value / temperature);
  await store.artifacts.put(`run/${run.id}/flips`, { logits } satisfies FlippedPredictions);
}
