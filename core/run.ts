/** Fine-tune depth: where the frozen trunk ends. */
export type Depth = 'head' | 'last-stage' | 'all';
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

export type ExperimentStatus = 'running' | 'finished' | 'cancelled' | 'interrupted' | 'failed';

export interface Experiment {
  id: string;
  datasetId: string;
  datasetHash: string;
  name: string;
  status: ExperimentStatus;
  startedAt: number;
  endedAt: number | null;
  options: TrainOptions;
  /** What the user should know: imbalance weighted, k-fold used, class left small, ... */
  notes: ExperimentNote[];
  backend: Backend;
  adapter: string;
}

export interface ExperimentNote {
  /** Key in the locales (`notes.<code>`). */
  code: 'weightedLoss' | 'kFold' | 'ownSplit' | 'fewTestPictures' | 'softwareAdapter' | 'fallback';
  context: Record<string, string | number>;
}

/** What a person can choose; everything but the dataset has a default. */
export interface TrainOptions {
  dataset: string;
  /** Card ids; default: the five starters, fastest first. */
  backbones?: readonly string[];
  /** Default: heads for all, then the last stage for the leaders. Given: that depth for all. */
  depth?: Depth;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  seed?: number;
  backend?: 'wasm' | 'webgpu';
}

/** One model's answer for one picture, best first. */
export interface Prediction {
  label: string;
  /** 0..1, softmax. */
  confidence: number;
}
