import type { WireError } from '../errors';
import type { Preprocessing } from '../preprocessing/types';
import type { Backend, Depth } from '../run';
import type { SaliencyMethod } from '../saliency/methods';
import type { NodeActivation } from './architecture';
import type { JobId } from './job';

export interface EngineOptions {
  /** Where static files are: `new URL('.', document.baseURI).href`; weights lie under `weights/`. */
  baseUrl: string;
  /** Undefined: choose. Given: that one or an error. */
  backend?: Backend;
}

/** Which backend was chosen and why, for the page and the run record. */
export interface DeviceReport {
  backend: Backend;
  /** GPU adapter description, or the CPU's core count. */
  adapter: string;
  isFallbackAdapter: boolean;
  /** Key in the locales (`device.<reason>`). */
  reason: 'webgpuChosen' | 'noWebGpu' | 'nullAdapter' | 'softwareAdapter' | 'requested';
  cores: number;
  simd: boolean;
  webgpuFeatures: string[];
  /** Of a GPU: most bytes one tensor may take. */
  largestBuffer?: number;
  versions: Record<string, string>;
}

/** Dense float data; `shape` is [N, ...]. Transferred, not copied. */
export interface TensorData {
  shape: number[];
  data: Float32Array;
}

/** Network inputs before normalisation: [N, H, W, 3], uint8. */
export interface PixelBatch {
  shape: [number, number, number, number];
  data: Uint8Array;
}

/** A named set of tensors (internal layout). */
export interface NamedTensor {
  name: string;
  shape: number[];
  data: Float32Array;
}

/** The trained part of a model: everything after the cut, in training form (batch norm unfolded). */
export interface TailState {
  parameters: NamedTensor[];
  /** AdamW moments, empty for a model that is only to be used. */
  moments: NamedTensor[];
  /** Optimiser steps taken. */
  step: number;
}

/**
 * What tensors of a backbone held on some pictures, by node id of its inference form: with it the
 * trunk computes in 8-bit integers where that is known to be good enough. Plain data.
 */
export interface ActivationRanges {
  /** Lowest and highest value worth telling apart; what lies beyond is clipped. */
  nodes: Record<string, { low: number; high: number }>;
  /** Hex SHA-256 of `nodes`: names them in cache keys. */
  hash: string;
}

export interface ModelSpec {
  /** Card id. */
  backbone: string;
  depth: Depth;
  /** From `calibrate`: the trunk in 8-bit integers, on WASM. Absent: float32. */
  ranges?: ActivationRanges;
}

export interface TrunkInfo {
  preprocessing: Preprocessing;
  /** Per-picture shape at the cut. */
  cutShape: number[];
  /** SHA-256 of the weights, for cache keys. */
  weightsHash: string;
  /** Whole model in fp32, classifier excluded. */
  parameterBytes: number;
  /** MACs per picture, forward: frozen trunk and trainable tail (classifier excluded). */
  trunkMacs: number;
  tailMacs: number;
  /** Name of the classifier's parameters: `fc`, `classifier` or `head`. */
  classifier: string;
  /** Width of the pooled features. */
  features: number;
}

/**
 * Multinomial logistic regression on features, L2-penalised (bias unpenalised), solved by L-BFGS.
 * scikit-learn's convention: minimise 1/2 |W|^2 + C * sum_i sampleWeight_i * loss_i.
 * Features are standardised with the mean and deviation of the fitting rows inside; what comes back
 * is folded, so it applies to raw features.
 */
export interface HeadRequest {
  features: TensorData; // [N, D]
  labels: Int32Array;
  sampleWeights: Float32Array;
  classes: number;
  /**
   * 0..1, how far a feature's variance is drawn towards the mean variance of all features before it
   * is divided out: 0 standardises (the default), 1 scales all features alike.
   */
  shrinkage?: number;
  /** Inverse regularisation strengths to fit, ascending; each starts from the one before. */
  strengths: number[];
  /** Most L-BFGS iterations (one pass over the data each) per strength. */
  iterations: number;
  /** A fit ends when an iteration lowers the objective by less than this share. Default: 1e-9. */
  tolerance?: number;
  /** Rows whose logits are wanted, after every iteration's parameters: validation or held-out fold. */
  heldOut: TensorData | null;
  heldOutLabels: Int32Array | null;
}

export interface HeadFit {
  strength: number;
  weight: TensorData; // [D, classes], for raw features
  bias: Float32Array;
  /** Per iteration: mean loss (no penalty) and accuracy on the fitting rows and the held-out ones. */
  curve: {
    loss: number;
    accuracy: number;
    heldOutLoss: number | null;
    heldOutAccuracy: number | null;
  }[];
  /** Of the final parameters on the held-out rows, [M, classes]; null without them. */
  heldOutLogits: TensorData | null;
}

export interface TailRequest {
  model: ModelSpec;
  classes: number;
  seed: number;
  weightDecay: number;
  /** Checkpoint to go on from, or a fitted head as starting classifier, or null: seeded start. */
  start: TailState | { weight: TensorData; bias: Float32Array } | null;
}

export interface LabelledBatch {
  /** Activations at the cut, [N, ...cutShape]; uint8 pixels at depth `all`. */
  inputs: TensorData | PixelBatch;
  labels: Int32Array;
  /** Loss weights; 0 pads the last batch to its full size. */
  sampleWeights: Float32Array;
}

/** A picture's logits and where a network saw evidence for some of its classes. */
export interface Explanation {
  /** [classes]. */
  logits: Float32Array;
  /**
   * One a class, [height, width] row-major: `raw` the positive part of the weighted sum, `values`
   * the same divided by its maximum; zeros stay zeros.
   */
  maps: {
    classIndex: number;
    height: number;
    width: number;
    raw: Float32Array;
    values: Float32Array;
  }[];
  /** The part of the upright picture that the network saw, in 0..1 of its sides. */
  seen: { x: number; y: number; width: number; height: number };
  /** Graph node whose values were explained. */
  layer: string;
  /** Milliseconds of the forward pass, and of the maps on top of it. */
  networkMs: number;
  explainMs: number;
}

/** workers/engine.worker.ts: owns one tfjs backend. Made, shared and ended by the trainer. */
export interface EngineApi {
  /** Throws webgpuUnavailable, noBackend. */
  open(options: EngineOptions): Promise<DeviceReport>;
  /** Loads weights (at most once per backbone), builds the trunk in inference form and warms up. */
  load(model: ModelSpec): Promise<TrunkInfo>;
  /** Decodes and preprocesses for the loaded model; a picture that fails is null in `failed`-order. */
  pixels(pictures: Blob[]): Promise<{ batch: PixelBatch; failed: number[] }>;
  /** Activations at the loaded model's cut, [N, ...cutShape]. */
  trunk(batch: PixelBatch): Promise<TensorData>;
  /** Ranges of the loaded trunk on these pictures. Throws badOption on another backend than WASM. */
  calibrate(batch: PixelBatch): Promise<ActivationRanges>;
  fitHead(job: JobId, request: HeadRequest): Promise<HeadFit[]>;
  startTail(request: TailRequest): Promise<void>;
  /** One AdamW step (decoupled weight decay; biases and norms undecayed). Mean weighted loss. */
  step(batch: LabelledBatch, learningRate: number): Promise<{ loss: number; correct: number }>;
  /**
   * The first half of `step`, for one of several parts of a batch: the gradient of the part's mean
   * weighted loss in every trainable parameter, one after the other in the tail's own order.
   */
  gradients(
    batch: LabelledBatch,
  ): Promise<{ loss: number; correct: number; gradients: Float32Array }>;
  /** The second half: an AdamW step on gradients averaged over the parts, by their summed weights. */
  applyGradients(gradients: Float32Array, learningRate: number): Promise<void>;
  /** Logits of the current tail, [N, classes]. */
  logits(inputs: TensorData | PixelBatch): Promise<TensorData>;
  /** Copies the tail out, with the optimiser's moments where asked. */
  saveTail(withMoments: boolean): Promise<TailState>;
  /** Makes a finished model current for `predict`: loads, sets the tail, warms up. */
  useModel(model: ModelSpec, classes: number, tail: TailState): Promise<void>;
  /**
   * Whole network, pixels to logits, with the milliseconds the network took; `mirrored`: of the
   * pictures' mirror images. `faults` says why each of `failed` could not be read.
   */
  predict(
    pictures: Blob[],
    mirrored?: boolean,
  ): Promise<{ logits: TensorData; networkMs: number; failed: number[]; faults: WireError[] }>;
  /**
   * Where the model set by `useModel` sees evidence for `classes` (null: for the most likely one).
   * Throws notAPicture, pictureTooLarge, and badOption for a method the network does not know.
   */
  explain(
    picture: Blob,
    classes: readonly number[] | null,
    method: SaliencyMethod,
  ): Promise<Explanation>;
  /**
   * What a node of the model set by `useModel` (in training form) holds for a picture. Throws
   * notAPicture, pictureTooLarge, and badOption for a node that it does not have.
   */
  activation(picture: Blob, nodeId: string): Promise<NodeActivation>;
  /** Multiply-accumulates per second of this engine, measured for a moment (matmul-shaped work). */
  measure(): Promise<{ macsPerSecond: number }>;
  memory(): Promise<{ tensors: number; bytes: number }>;
  cancel(job: JobId): void;
}
