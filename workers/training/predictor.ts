import type { NodeActivation } from '../../core/contract/architecture';
import type { EngineApi, EngineOptions } from '../../core/contract/engine';
import type {
  ExplainOptions,
  ExplanationResult,
  PredictionResult,
} from '../../core/contract/trainer';
import { fromWire, LensmithError } from '../../core/errors';
import { softmax } from '../../core/learning/metrics';
import type { Prediction, Run } from '../../core/run';
import type { Store } from '../../core/store/types';
import type { SpawnEngine } from './engine-handle';
import { findRun, modelOf } from './find-run';
import { EnginePool } from './pool';

/** An engine nobody has asked anything for so long gives its memory back. */
const IDLE_MS = 120_000;

/** What says something about the request, not about the engine. */
const requestErrors = new Set(['notAPicture', 'pictureTooLarge', 'unknownRun', 'badOption']);

/**
 * Answers pictures with finished models, on an engine of its own, so that it works while training
 * runs. The model asked last stays loaded.
 */
export class Predictor {
  readonly #store: Store;
  readonly #spawn: SpawnEngine;
  readonly #options: EngineOptions;
  #pool: Promise<EnginePool> | null = null;
  #loaded: string | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #idle: ReturnType<typeof setTimeout> | null = null;

  constructor(store: Store, spawn: SpawnEngine, options: EngineOptions) {
    this.#store = store;
    this.#spawn = spawn;
    this.#options = options;
  }

  /** Throws unknownRun, notAPicture, pictureTooLarge and what engines throw. */
  predict(runId: string, pictures: readonly Blob[], topK: number): Promise<PredictionResult[]> {
    return this.#use(runId, async (engine, run) => {
      const results: PredictionResult[] = [];
      // One by one: a single picture is not padded to a batch, and its latency is its own.
      for (const picture of pictures) {
        const { logits, networkMs, faults } = await engine.predict([picture]);
        if (faults[0]) throw fromWire(faults[0]);
        results.push({ ...answerOf(run, logits.data, topK), runId: run.id, latencyMs: networkMs });
      }
      return results;
    });
  }

  /** Throws unknownRun, notAPicture, pictureTooLarge, badOption and what engines throw. */
  explain(
    runId: string,
    picture: Blob,
    { classes, topK = 3, method = 'grad-cam' }: ExplainOptions,
  ): Promise<ExplanationResult> {
    return this.#use(runId, async (engine, run) => {
      checkClasses(classes ?? [], run.classes.length);
      const { logits, maps, networkMs, ...rest } = await engine.explain(
        ...([picture, classes ?? null, method] as const),
      );
      const confidences = softmax(logits, run.classes.length);
      return {
        ...answerOf(run, logits, topK),
        ...rest,
        ...{ runId: run.id, method, latencyMs: networkMs },
        maps: maps.map(({ classIndex, height, width, values }) => ({
          ...{ classIndex, height, width, values },
          label: run.classes[classIndex],
          confidence: confidences[classIndex],
        })),
      };
    });
  }

  /** Throws unknownRun, notAPicture, pictureTooLarge, badOption and what engines throw. */
  activation(runId: string, picture: Blob, nodeId: string): Promise<NodeActivation> {
    return this.#use(runId, (engine) => engine.activation(picture, nodeId));
  }

  end(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#pool?.then((pool) => pool.close()).catch(() => {});
    this.#pool = null;
    this.#loaded = null;
  }

  /** One after the other; the run's model is loaded into the engine. */
  #use<T>(runId: string, work: (engine: EngineApi, run: Run) => Promise<T>): Promise<T> {
    const result = this.#queue.then(() => this.#load(runId, work));
    this.#queue = result.catch(() => {});
    return result;
  }

  async #load<T>(runId: string, work: (engine: EngineApi, run: Run) => Promise<T>): Promise<T> {
    const run = await findRun(this.#store, runId);
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#pool ??= EnginePool.open(this.#spawn, this.#options, 1);
    try {
      const pool = await this.#pool;
      return await pool.useAny(async (engine) => {
        if (this.#loaded !== run.id) {
          this.#loaded = null;
          const tail = await modelOf(this.#store, run);
          await engine.useModel(
            { backbone: run.backbone, depth: run.depth },
            run.classes.length,
            tail,
          );
          this.#loaded = run.id;
        }
        return work(engine, run);
      });
    } catch (error) {
      // After a crash the pool spawns afresh, and the model has to be loaded again.
      const code = error instanceof LensmithError ? error.code : 'internal';
      if (!requestErrors.has(code)) this.end();
      throw error;
    } finally {
      this.#endWhenIdle();
    }
  }

  #endWhenIdle(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = this.#pool ? setTimeout(() => this.end(), IDLE_MS) : null;
  }
}

/** Of one picture's logits: the likeliest classes, and whether even the first is none of them. */
export function answerOf(run: Run, logits: Float32Array, topK: number) {
  const predictions = topPredictions(logits, run.classes, topK);
  return { predictions, none: predictions[0].confidence < (run.calibration?.threshold ?? 0) };
}

function checkClasses(asked: readonly number[], classes: number): void {
  for (const value of asked) {
    if (Number.isInteger(value) && value >= 0 && value < classes) continue;
    const allowed = `whole numbers from 0 to ${classes - 1}`;
    throw new LensmithError('badOption', { option: 'classes', value, allowed });
  }
}

/** The `topK` classes of one picture's logits, most likely first. */
export function topPredictions(
  logits: Float32Array,
  classes: readonly string[],
  topK: number,
): Prediction[] {
  return [...softmax(logits, classes.length)]
    .map((confidence, index) => ({ label: classes[index], confidence }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, Math.max(1, topK));
}
