import type { NodeActivation } from '../../core/contract/architecture';
import type { Examination, ExamineProgress } from '../../core/contract/doctor';
import type { DeviceReport } from '../../core/contract/engine';
import type { ImportFile } from '../../core/contract/ingest';
import type { JobId } from '../../core/contract/job';
import type {
  BatchOptions,
  BatchProgress,
  BatchResult,
  Estimate,
  ExplainOptions,
  ExplanationResult,
  PredictionResult,
  TrainEvent,
  TrainerApi,
  TrainerOptions,
} from '../../core/contract/trainer';
import { changesOf } from '../../core/doctor/trained-version';
import { LensmithError } from '../../core/errors';
import type { Experiment, ExperimentNote, Run, TrainOptions } from '../../core/run';
import type { Store } from '../../core/store/types';
import { uniqueId } from '../../core/unique-id';
import { choice } from '../backbones/used';
import { fetchBytes, prefetchWeights } from '../engine/loader';
import type { Spool } from '../ingest/zip/spool';
import { predictFiles } from '../predicting/batch';
import { Budget } from './budget';
import { Calibration } from './calibration';
import { Checkpoint } from './checkpoint';
import { type Context, unlessCancelled } from './context';
import { memoryBudget } from './device-memory';
import { editsOf, keepEdits } from './edits';
import { EventStream } from './events';
import { examineDataset } from './examine';
import { notesFor, runExperiment, statusOf } from './experiment';
import { FeatureCache } from './feature-cache';
import { sweep } from './feature-disk';
import { pruneRemoved } from './feature-pruning';
import { FeatureExtractor } from './features';
import { findRun, modelOf } from './find-run';
import { Fitting } from './fitting';
import { forecast, likelyLeaders, tailBudget } from './forecast';
import type { TrainerHost } from './host';
import { loadSamples } from './load-samples';
import { asOnlyTrainer } from './lock';
import { type Plan, resolveOptions } from './options';
import { notTested, type Partition } from './partition';
import { EnginePool } from './pool';
import { Predictor } from './predictor';
import { type Circumstances, preflight } from './preflight';
import { Progress } from './progress';

/** How long a cancelled job may take to reach its next batch before its engines are ended. */
const CANCEL_GRACE_MS = 2_000;

type Tell = (events: TrainEvent[]) => void;
type Result = { experiment: Experiment; runs: Run[] };

interface Running {
  abort: AbortController;
  pool: EnginePool | null;
  /** The engines' name for it: an engine may outlive the job that a caller names. */
  engineJob: JobId;
}

/** Implements `TrainerApi` over a pool of engines; holds no tfjs itself. */
export class Trainer implements TrainerApi {
  readonly #host: TrainerHost;
  readonly #jobs = new Map<JobId, Running>();
  readonly #devices = new Map<string, Promise<DeviceReport>>();
  #options: TrainerOptions = { baseUrl: '' };
  #unsubscribe: (() => void) | undefined;
  /** Settles, never rejects, when no file of features is being pruned. */
  #pruning: Promise<void> = Promise.resolve();
  #store: Promise<Store> | null = null;
  #cache: Promise<FeatureCache> | null = null;
  /** Speeds of this session, by device and backbone. */
  readonly #measured = new Map<string, number>();
  #predictor: Predictor | null = null;
  /** An engine opened for `device` or `estimate`, kept for the training that is likely to follow. */
  #warm: { backend: string; pool: Promise<EnginePool> } | null = null;

  constructor(host: TrainerHost) {
    this.#host = host;
  }

  open(options: TrainerOptions): void {
    this.#options = options;
    // Whoever holds the lock is training: its experiment is not interrupted.
    asOnlyTrainer(this.#host.locks, async () => {
      await (await this.#opened()).experiments.markInterrupted();
    }).catch(() => {});
    this.#unsubscribe?.();
    this.#unsubscribe = this.#host.subscribe?.(({ kind, id }) => {
      if (kind === 'datasets') this.#forget(id).catch(() => {});
    });
    this.#prune();
  }

  device(backend?: 'wasm' | 'webgpu'): Promise<DeviceReport> {
    const key = backend ?? 'any';
    let report = this.#devices.get(key);
    if (!report) {
      report = this.#warmPool(backend).then((pool) => pool.device);
      report.catch(() => this.#devices.delete(key));
      this.#devices.set(key, report);
    }
    return report;
  }

  async estimate(options: TrainOptions): Promise<Estimate> {
    const store = await this.#opened();
    const plan = resolveOptions(options, await choice(store));
    const { edits } = await store.datasets.edits(options.dataset);
    const { partition, samples } = await loadSamples(store, options.dataset, plan.seed, edits);
    const pool = await this.#warmPool(options.backend);
    const circumstances = await this.#circumstances(pool, partition, samples.classes);
    const { bytes, notes } = preflight(plan, circumstances, pool.size);
    const { speed } = await Calibration.open(store, pool, plan.backbones, this.#measured);
    const question = { plan, partition, classes: samples.classes, speed, leaders: [] };
    const leaders = likelyLeaders(question, pool.size, this.#host.tailBudget);
    const tasks = forecast({ ...question, leaders });
    const perBackbone = plan.backbones.map(({ id }) => ({
      backbone: id,
      seconds:
        tasks
          .filter(({ backbone }) => backbone === id)
          .reduce((sum, task) => sum + task.seconds, 0) / pool.size,
    }));
    const seconds = perBackbone.reduce((sum, one) => sum + one.seconds, 0);
    return { seconds, perBackbone, device: pool.device, bytes, notes };
  }

  async train(job: JobId, options: TrainOptions, onEvents: Tell): Promise<Result> {
    const store = await this.#opened();
    // What is wrong with the request is said before anything is begun or waited for.
    const plan = resolveOptions(options, await choice(store));
    const dataset = await store.datasets.get(options.dataset);
    if (!dataset) throw new LensmithError('unknownDataset', { id: options.dataset });
    const experiment: Experiment = {
      id: uniqueId(),
      datasetId: dataset.id,
      datasetHash: dataset.hash,
      name: dataset.name,
      status: 'running',
      startedAt: Date.now(),
      endedAt: null,
      options: withStored(options, plan),
      notes: [],
      together: [],
      backend: 'wasm',
      adapter: '',
    };
    return this.#run(job, experiment, [], onEvents);
  }

  async resume(job: JobId, experimentId: string, onEvents: Tell): Promise<Result> {
    const store = await this.#opened();
    const experiment = await store.experiments.get(experimentId);
    if (!experiment) throw new LensmithError('unknownExperiment', { id: experimentId });
    const runs = await store.runs.list({ experimentId });
    if (experiment.status === 'finished') return { experiment, runs };
    return this.#run(job, experiment, runs, onEvents);
  }

  async examine(
    job: JobId,
    datasetId: string,
    backend: 'wasm' | 'webgpu' | undefined,
    onProgress: (progress: ExamineProgress) => void,
  ): Promise<Examination> {
    const abort = new AbortController();
    const running: Running = { abort, pool: null, engineJob: uniqueId() };
    this.#jobs.set(job, running);
    const { signal } = abort;
    try {
      const store = await this.#opened();
      // The one that trainings begin with.
      const [card] = resolveOptions({ dataset: datasetId }, await choice(store)).backbones;
      const { baseUrl } = this.#options;
      const pool = await EnginePool.open(
        this.#host.spawn,
        { baseUrl, backend },
        this.#host.engines,
      );
      running.pool = pool;
      // What is done is in the cache at once, and a training may be waiting for the engines.
      signal.addEventListener('abort', () => pool.close());
      unlessCancelled(signal);
      const extractor = new FeatureExtractor(store, pool, await this.#features());
      const { decode } = this.#host;
      return await examineDataset(
        { store, pool, extractor, decode, card, job: running.engineJob, signal, onProgress },
        datasetId,
      );
    } finally {
      this.#jobs.delete(job);
      running.pool?.close();
    }
  }

  cancel(job: JobId): void {
    const running = this.#jobs.get(job);
    running?.abort.abort();
    running?.pool?.cancel(running.engineJob);
    // A batch in flight may take long on a slow device; what is finished is stored already.
    if (running?.pool) setTimeout(() => running.pool?.close(), CANCEL_GRACE_MS);
  }

  async predict(runId: string, pictures: Blob[], topK: number): Promise<PredictionResult[]> {
    return (await this.#predicting()).predict(runId, pictures, topK);
  }

  async activation(runId: string, picture: Blob, nodeId: string): Promise<NodeActivation> {
    return (await this.#predicting()).activation(runId, picture, nodeId);
  }

  async explain(runId: string, picture: Blob, options: ExplainOptions): Promise<ExplanationResult> {
    return (await this.#predicting()).explain(runId, picture, options);
  }

  async predictFiles(
    job: JobId,
    runId: string | 'best',
    files: ImportFile[],
    options: BatchOptions,
    onProgress: (progress: BatchProgress) => void,
  ): Promise<BatchResult> {
    const abort = new AbortController();
    const running: Running = { abort, pool: null, engineJob: uniqueId() };
    this.#jobs.set(job, running);
    const { signal } = abort;
    let spool: Spool | null = null;
    try {
      spool = await this.#host.spool();
      const store = await this.#opened();
      const run = await findRun(store, runId);
      const model = await modelOf(store, run);
      const openPool = async () => {
        running.pool = await EnginePool.open(this.#host.spawn, this.#options, this.#host.engines);
        // What is done is kept at once: nobody waits for pictures that are under way.
        signal.addEventListener('abort', () => running.pool?.close());
        signal.throwIfAborted();
        return running.pool;
      };
      return await predictFiles(files, options, {
        run,
        model,
        openPool,
        spool,
        signal,
        onProgress,
      });
    } finally {
      this.#jobs.delete(job);
      running.pool?.close();
      await spool?.clear();
    }
  }

  /** Ends every engine; for tests and for a worker about to close. */
  end(): void {
    this.#unsubscribe?.();
    this.#predictor?.end();
    this.#warm?.pool.then((pool) => pool.close()).catch(() => {});
    this.#warm = null;
  }

  #run(job: JobId, before: Experiment, earlier: readonly Run[], onEvents: Tell): Promise<Result> {
    const abort = new AbortController();
    const running: Running = { abort, pool: null, engineJob: uniqueId() };
    this.#jobs.set(job, running);
    const events = new EventStream(onEvents);
    return asOnlyTrainer(this.#host.locks, async () => {
      const store = await this.#opened();
      const { options } = before;
      const plan = resolveOptions(options, await choice(store));
      const edits = await editsOf(store, before, earlier);
      const { partition, samples } = await loadSamples(store, options.dataset, plan.seed, edits);
      const pool = await this.#takePool(options.backend);
      running.pool = pool;
      pool.prepare({ backbone: plan.backbones[0].id, depth: 'head' });
      const circumstances = await this.#circumstances(pool, partition, samples.classes);
      let experiment: Experiment = {
        ...before,
        datasetHash: samples.dataset.hash,
        edits: changesOf(edits).length,
        status: 'running',
        endedAt: null,
        notes: [
          ...notesFor({ partition, samples }, pool.device),
          ...preflight(plan, circumstances, pool.size).notes,
        ],
        together: [],
        backend: pool.device.backend,
        adapter: pool.device.adapter,
      };
      const tell = async (change: Partial<Experiment>) => {
        experiment = { ...experiment, ...change };
        await store.experiments.put(experiment);
        events.push({ type: 'experiment', experiment });
      };
      const noted = (note: ExperimentNote, change: Partial<Experiment> = {}) =>
        tell({ notes: [...experiment.notes, note], ...change });
      pool.onFallback = ({ from, to }) => {
        const { adapter } = pool.device;
        const note: ExperimentNote = { code: 'fallback', context: { from, to } };
        noted(note, { backend: to, adapter }).catch(() => {});
      };
      try {
        await tell({});
        await keepEdits(store, experiment, edits);
        const calibration = await Calibration.open(store, pool, plan.backbones, this.#measured);
        const checkpoint = new Checkpoint(store, experiment.id);
        const budget = new Budget(plan.minutes, await checkpoint.spentSeconds());
        const fitting = new Fitting(plan, circumstances, (note) => noted(note));
        const context: Context = {
          job: running.engineJob,
          signal: abort.signal,
          store,
          pool,
          extractor: new FeatureExtractor(store, pool, await this.#features()),
          checkpoint,
          budget,
          progress: new Progress((event) => events.push(event), pool.size),
          speed: calibration.speed,
          plan: fitting.plan,
          fitting,
          samples,
          partition,
          get experiment() {
            return experiment;
          },
          earlier,
          tailBudget: this.#host.tailBudget ?? tailBudget,
          tell: (event) => events.push(event),
          ahead: (card) => void prefetchWeights(card, this.#options.baseUrl, fetchBytes),
          amend: async (change) => tell(change(experiment)),
        };
        await runExperiment(context);
        await context.checkpoint.remove();
        await calibration.learn(context.progress.ratios());
        const runs = await store.runs.list({ experimentId: experiment.id });
        const seconds = Math.round(budget.spentSeconds * 1000) / 1000;
        await tell({ status: statusOf(runs), endedAt: Date.now(), seconds });
        return { experiment, runs };
      } catch (error) {
        const cancelled = abort.signal.aborted;
        await tell({ status: cancelled ? 'cancelled' : 'failed', endedAt: Date.now() });
        if (!cancelled) throw error;
        return { experiment, runs: await store.runs.list({ experimentId: experiment.id }) };
      } finally {
        pool.close();
      }
    }).finally(() => {
      events.end();
      this.#jobs.delete(job);
    });
  }

  async #predicting(): Promise<Predictor> {
    const store = await this.#opened();
    this.#predictor ??= new Predictor(store, this.#host.spawn, this.#options);
    return this.#predictor;
  }

  #opened(): Promise<Store> {
    this.#store ??= this.#host.openStore();
    this.#store.catch(() => {
      this.#store = null;
    });
    return this.#store;
  }

  async #circumstances(
    pool: EnginePool,
    partition: Partition,
    classes: number,
  ): Promise<Circumstances> {
    const { memoryBytes, machineBytes } = this.#host;
    const disk = await this.#host.disk();
    const features = { featureBytes: memoryBytes, diskBytes: (await disk?.free()) ?? 0 };
    return {
      budget: memoryBudget(pool.device, pool.size, features, machineBytes),
      backend: pool.device.backend,
      classes,
      pictures: notTested(partition).length,
      scheme: partition.scheme,
    };
  }

  /** Of a dataset that is gone, features too; those in use go when features are next opened. */
  async #forget(dataset: string): Promise<void> {
    const store = await this.#opened();
    if (await store.datasets.get(dataset)) return;
    if (this.#jobs.size === 0) this.#cache = null;
    this.#prune();
  }

  #prune(): void {
    const before = this.#pruning;
    this.#pruning = (async () => {
      await before;
      const disk = await this.#host.disk();
      if (disk) await pruneRemoved(await this.#opened(), disk);
    })().catch(() => {});
  }

  #features(): Promise<FeatureCache> {
    this.#cache ??= (async () => {
      const { memoryBytes, diskBytes } = this.#host;
      const disk = await this.#host.disk();
      // A file has one owner.
      await this.#pruning;
      if (disk) await sweep(disk, diskBytes).catch(() => {});
      return new FeatureCache({ memoryBytes, disk });
    })();
    return this.#cache;
  }

  #warmPool(backend: 'wasm' | 'webgpu' | undefined): Promise<EnginePool> {
    const key = backend ?? 'any';
    if (this.#warm?.backend !== key) {
      this.#warm?.pool.then((pool) => pool.close()).catch(() => {});
      const { baseUrl } = this.#options;
      const pool = EnginePool.open(this.#host.spawn, { baseUrl, backend }, this.#host.engines);
      this.#warm = { backend: key, pool };
      pool.catch(() => {
        this.#warm = null;
      });
    }
    return this.#warm.pool;
  }

  /** The warm pool, which belongs to the caller from now on. */
  #takePool(backend: 'wasm' | 'webgpu' | undefined): Promise<EnginePool> {
    const pool = this.#warmPool(backend);
    this.#warm = null;
    return pool;
  }
}

/** What was in use by default is written down: a resumed experiment keeps to it. */
function withStored(options: TrainOptions, { backbones }: Plan): TrainOptions {
  const stored = backbones.some(({ weights }) => weights.kind === 'stored');
  return stored ? { ...options, backbones: backbones.map(({ id }) => id) } : options;
}
