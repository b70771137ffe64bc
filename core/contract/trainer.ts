import type { Experiment, ExperimentNote, Metric, Prediction, Run, TrainOptions } from '../run';
import type { DeviceReport } from './engine';
import type { JobId } from './job';

export interface TrainerOptions {
  /** `new URL('.', document.baseURI).href`. */
  baseUrl: string;
}

export type TrainPhase = 'loading' | 'features' | 'head' | 'fine-tune' | 'test' | 'saving';

/** What a training run tells, coalesced to at most about ten batches of events a second. */
export type TrainEvent =
  | { type: 'experiment'; experiment: Experiment }
  /** A run was made or changed. */
  | { type: 'run'; run: Run }
  | { type: 'metrics'; metrics: Metric[] }
  | {
      type: 'progress';
      backbone: string;
      phase: TrainPhase;
      /** Within the phase: pictures or epochs. */
      done: number;
      total: number;
      /** Of the whole experiment, 0..1. */
      overall: number;
      remainingSeconds: number | null;
      /** Pictures a second, where it makes sense. */
      rate: number | null;
    };

export interface Estimate {
  seconds: number;
  perBackbone: { backbone: string; seconds: number }[];
  device: DeviceReport;
  /** Most bytes at once: of all engines, and of features in memory. */
  bytes: number;
  /** What will be done so that the experiment fits: smallerBatch, shallowerCut, featuresToDisk. */
  notes: ExperimentNote[];
}

export interface PredictionResult {
  predictions: Prediction[];
  /** Whether even the best answer is below the run's threshold: none of these, most likely. */
  none: boolean;
  runId: string;
  /** Of the network, on a warm engine, decode excluded. */
  latencyMs: number;
}

/** workers/trainer.worker.ts: one experiment at a time per origin (Web Lock `lensmith-trainer`). */
export interface TrainerApi {
  open(options: TrainerOptions): void;
  /** Probes once and says what training would use. */
  device(backend?: 'wasm' | 'webgpu'): Promise<DeviceReport>;
  /** From measuring this device for a moment and the graphs' costs. */
  estimate(options: TrainOptions): Promise<Estimate>;
  /** Resolves when the experiment has ended, also when cancelled (finished runs stay). */
  train(
    job: JobId,
    options: TrainOptions,
    onEvents: (events: TrainEvent[]) => void,
  ): Promise<{ experiment: Experiment; runs: Run[] }>;
  /** Goes on with an interrupted experiment, from its last checkpoint. */
  resume(
    job: JobId,
    experimentId: string,
    onEvents: (events: TrainEvent[]) => void,
  ): Promise<{ experiment: Experiment; runs: Run[] }>;
  cancel(job: JobId): void;
  /** Answers in the order of the pictures; a picture that cannot be read rejects (notAPicture). */
  predict(runId: string, pictures: Blob[], topK: number): Promise<PredictionResult[]>;
}
