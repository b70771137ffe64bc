import type { SkippedFile, SkipReason } from '../dataset';
import type { WireError } from '../errors';
import type {
  Experiment,
  ExperimentNote,
  Metric,
  Prediction,
  Run,
  Score,
  TrainOptions,
} from '../run';
import type { SaliencyMethod } from '../saliency/methods';
import type { NodeActivation } from './architecture';
import type { Examination, ExamineProgress } from './doctor';
import type { DeviceReport } from './engine';
import type { ImportFile } from './ingest';
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

export interface ExplainOptions {
  /** Indices into the run's classes to explain, in this order. Default: the most likely class. */
  classes?: readonly number[];
  /** How many predictions come along. Default: 3. */
  topK?: number;
  /** Default: `grad-cam`. */
  method?: SaliencyMethod;
}

/** Where a network saw evidence for one class. */
export interface SaliencyMap {
  /** Index into the run's classes. */
  classIndex: number;
  label: string;
  /** Of the softmax, 0..1. */
  confidence: number;
  height: number;
  width: number;
  /** [height, width] row-major, 0..1: after the ReLU, divided by its own maximum; zeros stay zeros. */
  values: Float32Array;
}

export interface ExplanationResult {
  runId: string;
  /** Most likely first. */
  predictions: Prediction[];
  none: boolean;
  /** One a class asked for, in that order. */
  maps: SaliencyMap[];
  /** The part of the picture (EXIF orientation applied) that the network saw, in 0..1 of its sides. */
  seen: { x: number; y: number; width: number; height: number };
  method: SaliencyMethod;
  /** Graph node whose feature map was explained. */
  layer: string;
  /** Of the network's forward pass, and of the maps on top of it. */
  latencyMs: number;
  explainMs: number;
}

export interface BatchOptions {
  /** Columns of the CSV: the most likely classes. Default: 3. */
  topK?: number;
}

export interface BatchProgress {
  /** Pictures answered or refused and, once the listing is known, expected. */
  done: number;
  total: number | null;
  failed: number;
  /** Pictures a second. */
  rate: number | null;
  remainingSeconds: number | null;
}

/** One line of the CSV. */
export interface BatchRow {
  file: string;
  /** Most likely first; empty where the file could not be read. */
  predictions: Prediction[];
  none: boolean;
  /** The run's class that the file's folder names; null where it names none. */
  label: string | null;
  error: SkipReason | null;
}

/** What a folder of pictures came to; also of one that was stopped. */
export interface BatchResult {
  runId: string;
  /** Answered pictures. */
  images: number;
  /** How many were called none of the classes. */
  none: number;
  /** By class of the run: how many pictures it was the answer for; with `none` they add up to `images`. */
  counts: number[];
  failed: SkippedFile[];
  /** RFC 4180, UTF-8 without a byte order mark, a row a file in the archive's order. */
  csv: Blob;
  /** The first rows of it. */
  first: BatchRow[];
  /** Where folders name known classes: of the pictures in them. */
  accuracy: Score | null;
  cancelled: boolean;
  /** What ended it before its time, other than `cancel`; what was done until then stands. */
  error: WireError | null;
  seconds: number;
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
  /**
   * Looks through a dataset as it stands for what harms a training, and keeps what it found as the
   * artifact `dataset/<id>/doctor`. Rejects with unknownDataset, oneClass, and cancelled; features
   * computed until then are kept.
   */
  examine(
    job: JobId,
    datasetId: string,
    backend: 'wasm' | 'webgpu' | undefined,
    onProgress: (progress: ExamineProgress) => void,
  ): Promise<Examination>;
  cancel(job: JobId): void;
  /** Answers in the order of the pictures; a picture that cannot be read rejects (notAPicture). */
  predict(runId: string, pictures: Blob[], topK: number): Promise<PredictionResult[]>;
  /**
   * Where a finished model sees evidence in a picture. Rejects with unknownRun, notAPicture, and
   * badOption for a class the run does not have or a method its network does not know.
   */
  explain(runId: string, picture: Blob, options: ExplainOptions): Promise<ExplanationResult>;
  /**
   * What a node of a finished model's network holds for a picture. Rejects with unknownRun,
   * notAPicture, and badOption for a node that it does not have.
   */
  activation(runId: string, picture: Blob, nodeId: string): Promise<NodeActivation>;
  /**
   * Answers a ZIP or a folder's files as an import would read them, a few pictures at a time. One
   * that cannot be read is a row with its reason. Resolves also when cancelled. Rejects, before a
   * picture is looked at, with unknownRun, badOption, notAZip, zipTruncated, zipEncrypted,
   * zipTooLarge, noPictures.
   */
  predictFiles(
    job: JobId,
    runId: string | 'best',
    files: ImportFile[],
    options: BatchOptions,
    onProgress: (progress: BatchProgress) => void,
  ): Promise<BatchResult>;
}
