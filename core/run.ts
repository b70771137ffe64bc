import type { AugmentationOptions } from './augmentation/options';

/** Fine-tune depth: where the frozen trunk ends. */
export type Depth = 'head' | 'last-stage' | 'last-two-stages' | 'all';
/**
 * How much a search may spend. `quick`: heads only. `balanced`: heads, then deeper tails for the
 * leaders. `best`: more views, deeper cuts, and what the models reach together.
 */
export type Preset = 'quick' | 'balanced' | 'best';
export type Backend = 'wasm' | 'webgpu' | 'cpu';

/** A proportion with what it was counted on. */
export interface Score {
  correct: number;
  count: number;
  /** 0..1. */
  accuracy: number;
  /** Wilson 95%. */
  interval: [low: number, high: number];
}

/** What a model's confidence means, learned from pictures it was not fitted on. */
export interface Calibration {
  /** Guo et al. 2017; already divided out of the saved classifier, so nobody applies it again. */
  temperature: number;
  /** Least confidence of an answer, 0..1; below it the picture is likely none of the classes. */
  threshold: number;
}

export type RunStatus = 'running' | 'finished' | 'failed' | 'interrupted';

/** One trained model; MLflow's run, with the fields the leaderboard needs typed. */
export interface Run {
  /** `${backbone}-${depth}-${random}`, unique. */
  id: string;
  experimentId: string;
  datasetId: string;
  backbone: string;
  depth: Depth;
  status: RunStatus;
  startedAt: number;
  endedAt: number | null;
  classes: string[];
  /** MLflow params: hyperparameters and what is needed to replay the run. */
  params: Record<string, string | number | boolean>;
  /** MLflow tags: backend, adapter, versions, hashes. */
  tags: Record<string, string>;
  /** `hold-out`: the validation split. `k-fold`: out-of-fold over train + validation. */
  validationScheme: 'hold-out' | 'k-fold';
  validation: Score | null;
  /** Null until the experiment has ended. */
  test: Score | null;
  /** Null until the run is finished. */
  calibration: Calibration | null;
  trainSeconds: number | null;
  /** Of the whole model in fp32. */
  sizeBytes: number | null;
  /** Median of single-picture predictions on a warm engine, decode excluded. */
  latencyMs: number | null;
  /** Why a failed run failed. */
  error: { code: string; message: string; remedy: string } | null;
}

/** MLflow's metric point. */
export interface Metric {
  runId: string;
  /** `train_loss`, `train_accuracy`, `val_loss`, `val_accuracy`, `learning_rate`. */
  key: string;
  /** Epoch, from 0. */
  step: number;
  value: number;
  timestamp: number;
}

/**
 * What finished models could reach together: shown beside them, never `best`, never exported.
 * `ensemble`: their mean probabilities; `flips`: one model's mean over a picture and its mirror image.
 */
export interface Together {
  kind: 'ensemble' | 'flips';
  runIds: string[];
  validation: Score;
  /** Null until the experiment has ended. */
  test: Score | null;
}

export type ExperimentStatus = 'running' | 'finished' | 'cancelled' | 'interrupted' | 'failed';

export interface Experiment {
  id: string;
  datasetId: string;
  /** Of the version it was trained on. */
  datasetHash: string;
  /** How many edits made that version; absent of older experiments, which saw none. */
  edits?: number;
  name: string;
  status: ExperimentStatus;
  startedAt: number;
  endedAt: number | null;
  options: TrainOptions;
  /** What the user should know: imbalance weighted, k-fold used, class left small, ... */
  notes: ExperimentNote[];
  /** Only of preset `best`. */
  together: Together[];
  /** Of training, over all sessions; absent until it has ended, and of older experiments. */
  seconds?: number;
  backend: Backend;
  adapter: string;
}

export interface ExperimentNote {
  /** Key in the locales (`notes.<code>`). */
  code:
    | 'weightedLoss'
    | 'kFold'
    | 'ownSplit'
    /** Put elsewhere than the archive's own split says, beside look-alikes: {count} pictures. */
    | 'movedPictures'
    | 'fewTestPictures'
    | 'softwareAdapter'
    /** Training went on elsewhere: {from, to} are backends. */
    | 'fallback'
    /** Did not fit this device's memory: {backbone, from, to} are batch sizes. */
    | 'smallerBatch'
    /** {backbone, from, to} are depths. */
    | 'shallowerCut'
    /** Features went past the memory budget and are kept on disk. */
    | 'featuresToDisk'
    /** The time budget ended the search: {minutes}. */
    | 'budgetSpent';
  context: Record<string, string | number>;
}

/** What a person can choose; everything but the dataset has a default. */
export interface TrainOptions {
  dataset: string;
  /** Card ids; default: the five starters, fastest first. */
  backbones?: readonly string[];
  /** Default: `balanced`. */
  preset?: Preset;
  /** Most minutes to spend; what is finished by then stays. Default: as the preset needs. */
  minutes?: number;
  /** Default: as the preset says. Given: that depth for all. */
  depth?: Depth;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  seed?: number;
  /** How training pictures are varied. Default: not at all. */
  augmentation?: AugmentationOptions;
  backend?: 'wasm' | 'webgpu';
}

/** One model's answer for one picture, best first. */
export interface Prediction {
  label: string;
  /** 0..1, softmax. */
  confidence: number;
}
