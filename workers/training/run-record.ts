import type { TailState, TrunkInfo } from '../../core/contract/engine';
import type { TrainEvent } from '../../core/contract/trainer';
import { LensmithError, toWire } from '../../core/errors';
import { correctness } from '../../core/learning/metrics';
import { scoreOf } from '../../core/learning/statistics';
import type { Metric, Run, Score } from '../../core/run';
import type { Store, StoredPredictions } from '../../core/store/types';
import { calibrate } from './calibrate';
import type { EpochLog } from './head';
import type { Partition } from './partition';
import type { Samples } from './samples';
import type { Stopwatch } from './stopwatch';

/** One run on its way: every change is stored first, then told. */
export class RunRecord {
  readonly #store: Store;
  readonly #tell: (event: TrainEvent) => void;
  #run: Run;

  constructor(store: Store, tell: (event: TrainEvent) => void, run: Run) {
    this.#store = store;
    this.#tell = tell;
    this.#run = run;
  }

  get run(): Run {
    return this.#run;
  }

  async update(patch: Partial<Run>): Promise<void> {
    this.#run = { ...this.#run, ...patch };
    await this.#store.runs.put(this.#run);
    this.#tell({ type: 'run', run: this.#run });
  }

  /** Stores what epochs showed, by their number; what was said of an epoch before is replaced. */
  async addEpochs(epochs: ReadonlyMap<number, EpochLog>): Promise<void> {
    const timestamp = Date.now();
    const runId = this.#run.id;
    const metrics: Metric[] = [...epochs].flatMap(([step, log]) => {
      const values = {
        train_loss: log.trainLoss,
        train_accuracy: log.trainAccuracy,
        val_loss: log.valLoss,
        val_accuracy: log.valAccuracy,
        learning_rate: log.learningRate,
      };
      return Object.entries(values).flatMap(([key, value]) =>
        value === null ? [] : [{ runId, key, step, value, timestamp }],
      );
    });
    if (metrics.length === 0) return;
    await this.#store.runs.addMetrics(metrics);
    this.#tell({ type: 'metrics', metrics });
  }

  /**
   * Calibrates the model by its held-out predictions, stores both and, with the score they give, the
   * run as finished. `logits` in the order of `partition.scored`.
   */
  async finish(
    samples: Samples,
    partition: Partition,
    info: TrunkInfo,
    { model, logits }: { model: TailState; logits: Float32Array },
    watch: Stopwatch,
    params: Run['params'],
  ): Promise<void> {
    const { classes, pictures } = samples;
    const labels = Int32Array.from(partition.scored, (row) => samples.labels[row]);
    const calibrated = calibrate(model, info.classifier, logits, labels, classes);
    const predictions: StoredPredictions = {
      validation: {
        pictures: partition.scored.map((row) => pictures[row].id),
        labels,
        logits: calibrated.logits,
      },
      test: null,
      classes,
    };
    const name = `run/${this.#run.id}`;
    await this.#store.artifacts.put(`${name}/model`, { ...calibrated.model, moments: [] });
    await this.#store.artifacts.put(`${name}/predictions`, predictions);
    await this.update({
      status: 'finished',
      endedAt: Date.now(),
      params: { ...this.#run.params, ...watch.params(), ...calibrated.params, ...params },
      validation: scoreLogits(logits, labels, classes),
      calibration: calibrated.calibration,
      trainSeconds: watch.wallSeconds,
      // The whole model in fp32, classifier included.
      sizeBytes: info.parameterBytes + 4 * (info.features + 1) * classes,
    });
  }

  /** Marks what ended early: stopped by the user, or failed for a reason of its own. */
  async end(error: unknown): Promise<void> {
    const stopped = error instanceof LensmithError && error.code === 'cancelled';
    const { code, message, remedy } = toWire(error);
    await this.update(
      stopped
        ? { status: 'interrupted', endedAt: Date.now() }
        : { status: 'failed', endedAt: Date.now(), error: { code, message, remedy } },
    );
  }
}

/** How many of the rows a model got right, with its interval. */
export function scoreLogits(logits: Float32Array, labels: Int32Array, classes: number): Score {
  const right = correctness(logits, labels, classes);
  const correct = right.reduce((sum, one) => sum + one, 0);
  return scoreOf(correct, right.length);
}
