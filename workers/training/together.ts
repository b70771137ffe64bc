import {
  chooseEnsemble,
  crossScoreEnsemble,
  meanProbabilities,
} from '../../core/learning/ensemble';
import { softmax } from '../../core/learning/metrics';
import { scoreOf } from '../../core/learning/statistics';
import type { Run, Together } from '../../core/run';
import type { StoredPredictions } from '../../core/store/types';
import type { Context } from './context';
import type { FlippedPredictions } from './mirrored-head';
import { scoreLogits } from './run-record';
import { mirroredTestLogits } from './test-reading';

interface Predicted {
  run: Run;
  predictions: StoredPredictions;
}

/** Parts of a hold-out on which the ensemble is chosen and judged in turn. */
const PARTS = 5;

/**
 * Of preset `best`: what the finished runs reach together on the held-out pictures. An ensemble is
 * scored on pictures that had no part in choosing its members (see `crossScoreEnsemble`), so its row
 * promises no more than a run's; which members it has in the end, all held-out pictures decide.
 */
export async function validateTogether(context: Context): Promise<void> {
  if (context.plan.preset !== 'best') return;
  const together = [...(await ensemble(context)), ...(await flips(context))];
  await context.amend(() => ({ together }));
}

async function ensemble(context: Context): Promise<Together[]> {
  const { partition, samples } = context;
  const predicted = await finished(context);
  if (predicted.length < 2) return [];
  const { classes } = samples;
  const models = predicted.map(({ predictions }) =>
    softmax(predictions.validation.logits, classes),
  );
  const { labels } = predicted[0].predictions.validation;
  const rows = partition.scored.map((_, row) => row);
  const members = chooseEnsemble(models, labels, classes, rows);
  if (members.length < 2) return [];
  const partOf =
    partition.scheme === 'k-fold'
      ? partition.folds.flatMap(({ heldOut }, f) => heldOut.map(() => f))
      : rows.map((row) => row % PARTS);
  const right = crossScoreEnsemble(models, labels, classes, partOf);
  const runIds = members.map((m) => predicted[m].run.id);
  const validation = scoreOf(right, labels.length);
  return [{ kind: 'ensemble', runIds, validation, test: null }];
}

/** Of the best run whose mirrored held-out pictures have been predicted. */
async function flips(context: Context): Promise<Together[]> {
  const { samples, store } = context;
  const known: { run: Run; together: Together }[] = [];
  for (const { run, predictions } of await finished(context)) {
    const flipped = await store.artifacts.get<FlippedPredictions>(`run/${run.id}/flips`);
    if (!flipped) continue;
    const { labels, logits } = predictions.validation;
    const mean = meanProbabilities([
      softmax(logits, samples.classes),
      softmax(flipped.logits, samples.classes),
    ]);
    const validation = scoreLogits(mean, labels, samples.classes);
    known.push({ run, together: { kind: 'flips', runIds: [run.id], validation, test: null } });
  }
  if (known.length === 0) return [];
  const accuracy = ({ run }: { run: Run }) => run.validation?.accuracy ?? 0;
  return [known.reduce((a, b) => (accuracy(b) > accuracy(a) ? b : a)).together];
}

/** Once the test split has been read for the runs: the same for what they reach together. */
export async function testTogether(context: Context): Promise<void> {
  const { partition, samples } = context;
  const { together } = context.experiment;
  if (together.length === 0 || partition.test.length === 0) return;
  const predicted = await finished(context);
  const { classes } = samples;
  const labels = Int32Array.from(partition.test, (row) => samples.labels[row]);
  const read: Together[] = [];
  for (const one of together) {
    const members = predicted.filter(({ run }) => one.runIds.includes(run.id));
    const logits = members.flatMap(({ predictions: { test } }) => (test ? [test.logits] : []));
    if (one.kind === 'flips') logits.push(await mirroredTestLogits(context, members[0].run));
    const mean = meanProbabilities(logits.map((model) => softmax(model, classes)));
    read.push({ ...one, test: scoreLogits(mean, labels, classes) });
  }
  await context.amend(() => ({ together: read }));
}

async function finished({ store, experiment }: Context): Promise<Predicted[]> {
  const runs = await store.runs.list({ experimentId: experiment.id });
  const out: Predicted[] = [];
  for (const run of runs) {
    if (run.status !== 'finished') continue;
    const predictions = await store.artifacts.get<StoredPredictions>(`run/${run.id}/predictions`);
    if (predictions) out.push({ run, predictions });
  }
  return out;
}
