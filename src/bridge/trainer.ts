import * as Comlink from 'comlink';
import type { NodeActivation } from '../../core/contract/architecture';
import type { Examination, ExamineProgress } from '../../core/contract/doctor';
import type { DeviceReport } from '../../core/contract/engine';
import type { ImportFile } from '../../core/contract/ingest';
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
} from '../../core/contract/trainer';
import type { Experiment, Run, TrainOptions } from '../../core/run';
import { baseUrl } from './base-url';
import { createWorkerClient } from './worker';

export interface TrainingResult {
  experiment: Experiment;
  runs: Run[];
}

export interface TrainerClient {
  device(backend?: 'wasm' | 'webgpu'): Promise<DeviceReport>;
  estimate(options: TrainOptions): Promise<Estimate>;
  /** Resolves when the experiment has ended, also when stopped by `signal`: finished runs stay. */
  train(
    options: TrainOptions,
    onEvents: (events: TrainEvent[]) => void,
    signal: AbortSignal,
  ): Promise<TrainingResult>;
  resume(
    experimentId: string,
    onEvents: (events: TrainEvent[]) => void,
    signal: AbortSignal,
  ): Promise<TrainingResult>;
  /** Rejects with cancelled when stopped by `signal`. */
  examine(
    datasetId: string,
    backend: 'wasm' | 'webgpu' | undefined,
    onProgress: (progress: ExamineProgress) => void,
    signal: AbortSignal,
  ): Promise<Examination>;
  predict(runId: string, pictures: Blob[], topK: number): Promise<PredictionResult[]>;
  explain(runId: string, picture: Blob, options: ExplainOptions): Promise<ExplanationResult>;
  activation(runId: string, picture: Blob, nodeId: string): Promise<NodeActivation>;
  /** Resolves also when stopped by `signal`: what is done is kept. */
  predictFiles(
    runId: string,
    files: ImportFile[],
    options: BatchOptions,
    onProgress: (progress: BatchProgress) => void,
    signal: AbortSignal,
  ): Promise<BatchResult>;
}

export function createTrainerClient(): TrainerClient {
  const client = createWorkerClient<TrainerApi>(
    () =>
      new Worker(new URL('../../workers/trainer.worker.ts', import.meta.url), {
        type: 'module',
        name: 'trainer',
      }),
    (api) => api.open({ baseUrl: baseUrl() }),
  );
  return {
    device: (backend) => client.call((api) => api.device(backend)),
    estimate: (options) => client.call((api) => api.estimate(options)),
    train: (options, onEvents, signal) =>
      client.job((api, job) => api.train(job, options, Comlink.proxy(onEvents)), signal),
    resume: (experimentId, onEvents, signal) =>
      client.job((api, job) => api.resume(job, experimentId, Comlink.proxy(onEvents)), signal),
    examine: (datasetId, backend, onProgress, signal) =>
      client.job(
        (api, job) => api.examine(job, datasetId, backend, Comlink.proxy(onProgress)),
        signal,
      ),
    predict: (runId, pictures, topK) => client.call((api) => api.predict(runId, pictures, topK)),
    explain: (runId, picture, options) =>
      client.call((api) => api.explain(runId, picture, options)),
    activation: (runId, picture, nodeId) =>
      client.call((api) => api.activation(runId, picture, nodeId)),
    predictFiles: (runId, files, options, onProgress, signal) =>
      client.job(
        (api, job) => api.predictFiles(job, runId, files, options, Comlink.proxy(onProgress)),
        signal,
      ),
  };
}
