import { augmentationName } from '../../core/augmentation/options';
import { pairedGain, verdictParams } from '../../core/augmentation/verdict';
import { correctness } from '../../core/learning/metrics';
import type { Run } from '../../core/run';
import { augmentedFeatures } from './augmented-features';
import { testReserve } from './budget';
import type { Context } from './context';
import { fitHead } from './head';
import { closeStage, headJob, recordHead } from './head-run';
import type { Fitted } from './heads';
import { padded } from './mirrored-head';
import { orNull } from './outcome';
import { RunRecord } from './run-record';
import { Stopwatch } from './stopwatch';

/**
 * Tries every head with varied views of its training pictures beside it, and keeps the one that is
 * right more often on held-out pictures, of equals the one of lower log loss. The run says which, and
 * what the two differ by. Held-out pictures are never varied.
 */
export async function augmentHeads(context: Context, heads: readonly Fitted[]): Promise<Fitted[]> {
  const { store, experiment } = context;
  const runs = await store.runs.list({ experimentId: experiment.id });
  const out: Fitted[] = [];
  for (const fitted of heads) {
    const run = runs.find(({ backbone, depth }) => backbone === fitted.card.id && depth === 'head');
    const tried = run?.params.augmentation_kept !== undefined;
    const better =
      run && !tried
        ? await orNull(context, fitted.card, null, augmentHead(context, fitted, run))
        : null;
    out.push(better ?? fitted);
  }
  return out;
}

async function augmentHead(context: Context, fitted: Fitted, run: Run): Promise<Fitted> {
  const { budget, progress, pool, store, samples, partition, plan } = context;
  const { card, priority } = fitted;
  const { signal, release } = budget.limit(context.signal, testReserve(progress));
  const watch = new Stopwatch(run);
  try {
    const within = { ...context, signal };
    const stage = await augmentedFeatures(within, card, priority, watch);
    try {
      const outcome = await watch.time(() => fitHead(pool, headJob(within, stage)));
      const labels = Int32Array.from(partition.scored, (row) => samples.labels[row]);
      const right = (logits: Float32Array) => correctness(logits, labels, samples.classes);
      const [plain, varied] = [right(fitted.logits), right(outcome.logits)];
      const gain = pairedGain(plain, varied);
      const better = gain.gain > 0 || (gain.gain === 0 && outcome.loss < fitted.loss);
      const share = (answers: Uint8Array) =>
        answers.reduce((sum, one) => sum + one, 0) / answers.length;
      const params = {
        ...augmentationParams(plan),
        ...verdictParams(gain, share(plain), share(varied), better ? 'augmented' : 'plain'),
      };
      const record = new RunRecord(store, (event) => context.tell(event), run);
      if (!better) {
        await record.update({ params: { ...run.params, ...params } });
        return fitted;
      }
      await recordHead(context, stage, record, padded(outcome, run), params);
      return { card, priority, ...outcome, classifiers: async () => outcome };
    } finally {
      closeStage(stage);
    }
  } finally {
    release();
  }
}

function augmentationParams({ augmentation }: Context['plan']): Run['params'] {
  if (!augmentation) return {};
  return {
    augmentation: augmentationName(augmentation),
    augmentation_views: augmentation.views,
    augmentation_options: JSON.stringify(augmentation),
  };
}
