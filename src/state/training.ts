import type { Accessor } from 'solid-js';
import type {
  ExplainOptions,
  ExplanationResult,
  PredictionResult,
  TrainEvent,
} from '../../core/contract/trainer';
import type { TrainOptions } from '../../core/run';
import type { TrainingResult } from '../bridge/trainer';
import type { ActivityState } from './activity';
import type { DatasetState } from './dataset';
import type { HistoryState } from './history';
import type { RouteState } from './route';
import type { Services } from './services';
import type { SettingsState } from './settings';

/** What createExperiment() is given. */
export interface ExperimentInputs {
  services: Services;
  settings: SettingsState;
  activity: ActivityState;
  datasets: DatasetState;
  history: HistoryState;
  route: RouteState;
}

/** The training that this page runs, with how far it is. */
export interface RunningTraining {
  /** Null until the trainer has named it. */
  experimentId: string | null;
  datasetId: string;
  /** 0..1, of the whole experiment. */
  overall: number;
  remainingSeconds: number | null;
  stopping: boolean;
}

/**
 * What the shell, Runs and window.lensmith need of the experiment's state: one training at a
 * time, the same for a press of a button and a call of the API.
 */
export interface Training {
  running: Accessor<RunningTraining | null>;
  /** Rejects with trainingElsewhere while one runs. `backend` comes from the settings unless given. */
  train(options: TrainOptions, onEvents?: (events: TrainEvent[]) => void): Promise<TrainingResult>;
  resume(experimentId: string, onEvents?: (events: TrainEvent[]) => void): Promise<TrainingResult>;
  /** What is finished is kept. */
  stop(): void;
  /** `best`: the best run of the current dataset by validation. Throws unknownRun. */
  predict(runId: string, pictures: Blob[], topK: number): Promise<PredictionResult[]>;
  /** `best` as for `predict`. */
  explain(runId: string, picture: Blob, options: ExplainOptions): Promise<ExplanationResult>;
}
