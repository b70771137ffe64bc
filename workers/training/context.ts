import type { JobId } from '../../core/contract/job';
import type { TrainEvent } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import { createRandom } from '../../core/random';
import type { Depth, Experiment, Preset, Run } from '../../core/run';
import type { Store } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import type { Budget } from './budget';
import type { Checkpoint } from './checkpoint';
import type { Speed } from './costs';
import type { FeatureExtractor } from './features';
import type { Fitting } from './fitting';
import type { Plan } from './options';
import type { Partition } from './partition';
import type { EnginePool } from './pool';
import type { Progress } from './progress';
import { RunRecord } from './run-record';
import type { Samples } from './samples';

/** Everything the parts of one experiment share. */
export interface Context {
  readonly job: JobId;
  readonly signal: AbortSignal;
  readonly store: Store;
  readonly pool: EnginePool;
  readonly extractor: FeatureExtractor;
  readonly checkpoint: Checkpoint;
  readonly progress: Progress;
  readonly speed: Speed;
  /** With batches that fit this device. */
  readonly plan: Plan;
  readonly fitting: Fitting;
  readonly samples: Samples;
  readonly partition: Partition;
  /** As it stands, in the context that the experiment was begun with. */
  readonly experiment: Experiment;
  /** Runs of an earlier session that this experiment goes on from. */
  readonly earlier: readonly Run[];
  readonly budget: Budget;
  /** Seconds a preset gives to views and deeper tails, from those the heads took. */
  tailBudget(
    headSeconds: number,
    preset: Exclude<Preset, 'quick'>,
    scheme: Run['validationScheme'],
  ): number;
  tell(event: TrainEvent): void;
  /** Asks for the weights of a backbone that will be wanted soon. */
  ahead(card: Card): void;
  /** Stores and tells what an experiment has come to show besides its runs. */
  amend(change: (experiment: Experiment) => Partial<Experiment>): Promise<void>;
}

/** Throws cancelled when the user has stopped the experiment. */
export function unlessCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new LensmithError('cancelled');
}

/** The run of this backbone and depth that an interrupted session has left, if any. */
export function earlierRun(context: Context, backbone: string, depth: Depth): Run | null {
  return context.earlier.find((run) => run.backbone === backbone && run.depth === depth) ?? null;
}

/** Starts a run, or starts an interrupted one again under its own id. */
export async function beginRun(
  context: Context,
  card: Card,
  depth: Depth,
  params: Run['params'],
): Promise<RunRecord> {
  const { experiment, samples, partition, plan, pool } = context;
  const { device } = pool;
  const { edits = 0 } = experiment;
  const run: Run = {
    id: earlierRun(context, card.id, depth)?.id ?? `${card.id}-${depth}-${randomSuffix()}`,
    experimentId: experiment.id,
    datasetId: experiment.datasetId,
    backbone: card.id,
    depth,
    status: 'running',
    startedAt: Date.now(),
    endedAt: null,
    classes: [...samples.dataset.classes],
    params: {
      ...params,
      backbone: card.id,
      depth,
      seed: plan.seed,
      folds: partition.scheme === 'k-fold' ? partition.folds.length : 0,
      train_images: partition.final.length,
      validation_images: partition.scored.length,
      test_images: partition.test.length,
      weighted_loss: samples.weights.some((weight) => weight !== 1),
      engines: pool.size,
      preset: plan.preset,
      minutes: plan.minutes ?? 0,
      edits,
    },
    tags: {
      'dataset.hash': samples.dataset.hash,
      'split.hash': partition.hash,
      'weights.hash': card.weights.sha256,
      'weights.kind': card.weights.kind,
      ...(card.weights.kind === 'stored' && { 'weights.source': card.weights.source }),
      'device.backend': device.backend,
      'device.adapter': device.adapter,
      ...Object.fromEntries(
        Object.entries(device.versions).map(([name, version]) => [`version.${name}`, version]),
      ),
    },
    validationScheme: partition.scheme,
    validation: null,
    test: null,
    calibration: null,
    trainSeconds: null,
    sizeBytes: null,
    latencyMs: null,
    error: null,
  };
  const record = new RunRecord(context.store, (event) => context.tell(event), run);
  await record.update({});
  return record;
}

/** Says of a run that was begun on another backend than it was finished on. */
export function movedParams({ pool }: Context, { tags }: Run): Run['params'] {
  const from = tags['device.backend'];
  const to = pool.device.backend;
  return from === to ? {} : { fallback: `${from} to ${to}` };
}

/** A seed of its own for one part of one run. */
export function seedFor(context: Context, card: Card, depth: Depth, part: string): number {
  return createRandom(context.plan.seed).fork(`${card.id}/${depth}/${part}`).uint32();
}

function randomSuffix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
