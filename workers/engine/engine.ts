import * as tf from '@tensorflow/tfjs-core';
import { transfer } from 'comlink';
import type { NodeActivation } from '../../core/contract/architecture';
import type {
  ActivationRanges,
  DeviceReport,
  EngineApi,
  EngineOptions,
  Explanation,
  HeadFit,
  HeadRequest,
  LabelledBatch,
  ModelSpec,
  PixelBatch,
  TailRequest,
  TailState,
  TensorData,
  TrunkInfo,
} from '../../core/contract/engine';
import type { JobId } from '../../core/contract/job';
import { LensmithError, type WireError } from '../../core/errors';
import { mirrored } from '../../core/preprocessing/mirror';
import { prepare, seenPart } from '../../core/preprocessing/prepare';
import type { Pixels } from '../../core/preprocessing/types';
import type { SaliencyMethod } from '../../core/saliency/methods';
import type { Store } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import { replaceHead } from '../../model-zoo/graph/passes/replace-head';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import type { Graph, Parameters } from '../../model-zoo/graph/types';
import { backboneGraph, card, zoo } from '../../model-zoo/zoo';
import { findCard, storedParameters } from '../backbones/stored';
import { pictureName } from '../imaging/decode';
import { type Backbone, cutBackbone, tailGraph } from './backbone';
import { startWasm, startWebgpu, versions, type WasmPaths } from './backend';
import { createBreath } from './breathe';
import { createExplainer, type Explainer } from './explain/explainer';
import { fitHead } from './head/fit';
import { type MakeInference, nativeInference, tfjsInference } from './inference';
import { type FetchBytes, loadParameters } from './loader';
import { measureMacs } from './measure';
import { chooseInt8Mode, type Int8Mode } from './native/int8-mode';
import type { NativeCode } from './native/module';
import { nodeActivation } from './node-activation';
import { asParameters } from './parameters';
import { asTensor, paddedRows } from './pixels';
import { createPredictor, type Predictor } from './predictor';
import { probe, type Surroundings } from './probe';
import { calibrate } from './quantise/calibrate';
import { int8Inference } from './quantise/inference';
import { startingValues } from './training/start';
import { createTail, type Tail } from './training/tail';

export interface EngineDependencies {
  fetchBytes: FetchBytes;
  decode: (picture: Blob) => Promise<Pixels>;
  surroundings: Surroundings;
  wasmPaths?: WasmPaths;
  /** Our WebAssembly module, asked for only where it is used. */
  native: () => Promise<NativeCode>;
  /** Where weights that the user brought are kept; without it only those of the zoo are known. */
  openStore?: () => Promise<Store>;
  /** Makes tfjs's `cpu` backend current; only tests have it. */
  startCpu?: () => Promise<void>;
}

/**
 * Pictures a trunk call computes at once. On WASM more brings nothing and costs memory; a GPU wants
 * fewer, bigger calls.
 */
const trunkBatch = { cpu: 4, wasm: 16, webgpu: 32 } as const;

/**
 * Pictures our own module computes at once: a few share each reading of the weights, while what they
 * make still fits the cache.
 */
const nativeBatch = 4;

const DECODED_AT_ONCE = 3;

/** One tfjs backend and what is loaded on it. Calls must not overlap, but for `cancel`. */
export class Engine implements EngineApi {
  readonly #dependencies: EngineDependencies;
  readonly #cancelled = new Set<JobId>();
  #native: NativeCode | null = null;
  #int8: Int8Mode | null = null;
  #report: DeviceReport | null = null;
  #baseUrl = '';
  #lost: string | null = null;
  /** Opened for the first backbone that is not of the zoo. */
  #store: Store | undefined;
  #weights: { id: string; values: Parameters } | null = null;
  #backbone: Backbone | null = null;
  /** Hash of what the loaded trunk was made with; undefined in float32. */
  #ranges: string | undefined;
  #tail: Tail | null = null;
  #predictor: Predictor | null = null;
  #explainer: Explainer | null = null;
  /** What `useModel` made current, whole and in training form. */
  #model: { graph: Graph; values: Parameters } | null = null;

  constructor(dependencies: EngineDependencies) {
    this.#dependencies = dependencies;
  }

  async open({ baseUrl, backend }: EngineOptions): Promise<DeviceReport> {
    this.#baseUrl = baseUrl;
    if (this.#report) return this.#report;
    const { surroundings, wasmPaths, native, startCpu } = this.#dependencies;
    const choice = await probe(backend, surroundings);
    if (choice.backend === 'webgpu') {
      await startWebgpu(choice.device, choice.info);
      choice.device.lost.then(({ message, reason }) => {
        this.#lost = message || reason;
      });
    } else if (choice.backend === 'wasm') {
      this.#native = await native();
      this.#int8 = chooseInt8Mode(this.#native);
      await startWasm(wasmPaths, this.#native);
    } else if (startCpu) await startCpu();
    else throw new LensmithError('badOption', { option: 'backend', value: 'cpu', allowed: 'wasm' });
    const { adapter, isFallbackAdapter, reason, cores, simd } = choice;
    this.#report = {
      ...{ backend: choice.backend, adapter, isFallbackAdapter, reason, cores, simd },
      webgpuFeatures: choice.webgpuFeatures,
      largestBuffer: choice.largestBuffer,
      versions: {
        ...(await versions(choice.backend)),
        ...(this.#native && { native: this.#native.relaxed ? 'relaxed' : 'plain' }),
        ...(this.#int8 && { int8: this.#int8.wide ? '32-bit dot' : '16-bit dot' }),
      },
    };
    return this.#report;
  }

  async load({ backbone: id, depth, ranges }: ModelSpec): Promise<TrunkInfo> {
    this.#requireDevice();
    const known = this.#backbone;
    const same = known?.card.id === id && known.depth === depth;
    if (same && this.#ranges === ranges?.hash) return known.info;
    const { found, graph, values } = await this.#weightsOf(id);
    this.#release();
    this.#backbone = cutBackbone(
      ...([found, graph, values, depth] as const),
      ranges ? this.#makeInt8(ranges) : this.#makeInference,
    );
    this.#ranges = ranges?.hash;
    await this.#warmUp(this.#backbone);
    return this.#backbone.info;
  }

  /** One row a picture, in their order; a picture that cannot be decoded is a row of zeros. */
  async pixels(pictures: Blob[]): Promise<{ batch: PixelBatch; failed: number[] }> {
    const { batch, failed } = await this.#decode(pictures);
    return transfer({ batch, failed }, [batch.data.buffer as ArrayBuffer]);
  }

  async trunk(batch: PixelBatch): Promise<TensorData> {
    this.#requireDevice();
    const { trunk, info } = this.#loaded();
    const data = await trunk.run(batch);
    return transferred({ shape: [batch.shape[0], ...info.cutShape], data });
  }

  async calibrate(batch: PixelBatch): Promise<ActivationRanges> {
    this.#requireDevice();
    const { graph, values, depth, info } = this.#loaded();
    const { trunk } = split(graph, cutFor(graph, depth));
    return calibrate(this.#requireNative(), trunk, values, info.preprocessing, batch);
  }

  async fitHead(job: JobId, request: HeadRequest): Promise<HeadFit[]> {
    this.#requireDevice();
    const breathe = createBreath();
    try {
      return await fitHead(request, async () => {
        await breathe();
        if (this.#cancelled.has(job)) throw new LensmithError('cancelled');
      });
    } finally {
      this.#cancelled.delete(job);
    }
  }

  async startTail({ model, classes, seed, weightDecay, start }: TailRequest): Promise<void> {
    await this.load(model);
    const backbone = this.#loaded();
    const graph = tailGraph(backbone, classes);
    this.#tail?.dispose();
    this.#tail = null;
    const values = startingValues(graph, backbone.values, start, seed);
    const saved = start && 'parameters' in start ? start : undefined;
    this.#tail = createTail(graph, values, weightDecay, saved);
  }

  async step(
    { inputs, labels, sampleWeights }: LabelledBatch,
    learningRate: number,
  ): Promise<{ loss: number; correct: number }> {
    this.#requireDevice();
    const tail = this.#training();
    return tail.step(this.#upload(inputs), labels, sampleWeights, learningRate);
  }

  async gradients({
    inputs,
    labels,
    sampleWeights,
  }: LabelledBatch): Promise<{ loss: number; correct: number; gradients: Float32Array }> {
    this.#requireDevice();
    const result = await this.#training().gradients(this.#upload(inputs), labels, sampleWeights);
    return transfer(result, [result.gradients.buffer as ArrayBuffer]);
  }

  async applyGradients(gradients: Float32Array, learningRate: number): Promise<void> {
    this.#requireDevice();
    this.#training().apply(gradients, learningRate);
  }

  async logits(inputs: TensorData | PixelBatch): Promise<TensorData> {
    this.#requireDevice();
    const tail = this.#training();
    const rows = inputs.shape[0]!;
    const size = trunkBatch[this.#device().backend];
    let data: Float32Array | null = null;
    let classes = 0;
    for (let start = 0; start < rows; start += size) {
      const values = await tail.logits(this.#upload(paddedRows(inputs, start, size)));
      classes = values.length / size;
      data ??= new Float32Array(rows * classes);
      data.set(values.subarray(0, Math.min(size, rows - start) * classes), start * classes);
    }
    return transferred({ shape: [rows, classes], data: data ?? new Float32Array() });
  }

  async saveTail(withMoments: boolean): Promise<TailState> {
    this.#requireDevice();
    const state = await this.#training().save(withMoments);
    const buffers = [...state.parameters, ...state.moments].map((tensor) => tensor.data.buffer);
    return transfer(state, buffers as ArrayBuffer[]);
  }

  async useModel(model: ModelSpec, classes: number, tail: TailState): Promise<void> {
    await this.load(model);
    this.#releaseModel();
    this.#predictor = createPredictor(this.#loaded(), classes, tail, this.#makeInference);
    this.#explainer = createExplainer(this.#loaded(), classes, tail, this.#makeInference);
    this.#model = {
      graph: replaceHead(this.#loaded().graph, classes),
      values: new Map([...this.#loaded().values, ...asParameters(tail.parameters)]),
    };
    await this.#predictor.warmUp();
  }

  async predict(
    pictures: Blob[],
    mirror = false,
  ): Promise<{ logits: TensorData; networkMs: number; failed: number[]; faults: WireError[] }> {
    this.#requireDevice();
    if (!this.#predictor) throw new Error('predict before useModel');
    const { batch, failed, faults } = await this.#decode(pictures);
    if (mirror) batch.data = mirrored(batch.data, batch.shape);
    const { logits, networkMs } = await this.#predictor.predict(batch);
    return transfer({ logits, networkMs, failed, faults }, [logits.data.buffer as ArrayBuffer]);
  }

  async explain(
    picture: Blob,
    classes: readonly number[] | null,
    method: SaliencyMethod,
  ): Promise<Explanation> {
    this.#requireDevice();
    if (!this.#explainer) throw new Error('explain before useModel');
    const { preprocessing } = this.#loaded().info;
    const pixels = await this.#dependencies.decode(picture).catch((cause) => {
      throw asFault(cause, picture);
    });
    const shape: PixelBatch['shape'] = [1, ...preprocessing.inputSize, 3];
    const batch = { shape, data: prepare(pixels, preprocessing) };
    const explained = await this.#explainer.explain(batch, classes, method);
    return { ...explained, seen: seenPart(pixels, preprocessing) };
  }

  async activation(picture: Blob, nodeId: string): Promise<NodeActivation> {
    this.#requireDevice();
    if (!this.#model) throw new Error('activation before useModel');
    const { graph, values } = this.#model;
    const { preprocessing } = this.#loaded().info;
    const pixels = await this.#dependencies.decode(picture).catch((cause) => {
      throw asFault(cause, picture);
    });
    const shape: PixelBatch['shape'] = [1, ...preprocessing.inputSize, 3];
    const batch = { shape, data: prepare(pixels, preprocessing) };
    const found = await nodeActivation(graph, values, batch, preprocessing, nodeId);
    return { ...found, seen: seenPart(pixels, preprocessing) };
  }

  async measure(): Promise<{ macsPerSecond: number }> {
    this.#requireDevice();
    return { macsPerSecond: await measureMacs() };
  }

  async memory(): Promise<{ tensors: number; bytes: number }> {
    const { numTensors, numBytes } = tf.memory();
    const holders = [this.#backbone?.trunk, this.#predictor, this.#explainer];
    const own = holders.reduce((sum, holder) => sum + (holder?.bytes ?? 0), 0);
    return { tensors: numTensors, bytes: numBytes + own };
  }

  cancel(job: JobId): void {
    this.#cancelled.add(job);
  }

  async #weightsOf(id: string): Promise<{ found: Card; graph: Graph; values: Parameters }> {
    const { fetchBytes, openStore } = this.#dependencies;
    if (!this.#store && !zoo.some((known) => known.id === id)) this.#store = await openStore?.();
    const store = this.#store;
    const found = store ? await findCard(store, id) : card(id);
    const graph = backboneGraph(found);
    if (this.#weights?.id !== id) {
      const readStored = store && ((stored: Card) => storedParameters(store, stored));
      const values = await loadParameters(found, graph, this.#baseUrl, fetchBytes, readStored);
      this.#weights = { id, values };
    }
    return { found, graph, values: this.#weights.values };
  }

  async #decode(
    pictures: Blob[],
  ): Promise<{ batch: PixelBatch; failed: number[]; faults: WireError[] }> {
    const { preprocessing } = this.#loaded().info;
    const [height, width] = preprocessing.inputSize;
    const size = height * width * 3;
    const data = new Uint8Array(pictures.length * size);
    const faults = new Map<number, WireError>();
    const queue = pictures.entries();
    // The browser decodes in threads of its own; more at once would only hold more big bitmaps.
    const lane = async () => {
      for (const [i, picture] of queue) {
        try {
          const pixels = await this.#dependencies.decode(picture);
          data.set(prepare(pixels, preprocessing), i * size);
        } catch (cause) {
          faults.set(i, asFault(cause, picture).toWire());
        }
      }
    };
    await Promise.all(Array.from({ length: DECODED_AT_ONCE }, lane));
    const failed = [...faults.keys()].sort((a, b) => a - b);
    return {
      batch: { shape: [pictures.length, height, width, 3], data },
      failed,
      faults: failed.map((i) => faults.get(i)!),
    };
  }

  #upload(inputs: TensorData | PixelBatch): tf.Tensor {
    return asTensor(inputs, this.#loaded().info.preprocessing);
  }

  /** Packs weights and compiles shaders, so that the first batch is not slower than the rest. */
  async #warmUp({ trunk, info }: Backbone): Promise<void> {
    const [height, width] = info.preprocessing.inputSize;
    const size = this.#device().backend === 'webgpu' ? trunkBatch.webgpu : 1;
    const data = new Uint8Array(size * height * width * 3);
    await trunk.run({ shape: [size, height, width, 3], data });
  }

  /** On our own module where there is one; stock tfjs otherwise. */
  readonly #makeInference: MakeInference = (graph, values, preprocessing) =>
    this.#native
      ? nativeInference(this.#native, graph, values, preprocessing, nativeBatch)
      : tfjsInference(graph, values, preprocessing, trunkBatch[this.#device().backend]);

  #makeInt8(ranges: ActivationRanges): MakeInference {
    const [code, wide] = [this.#requireNative(), this.#int8!.wide];
    return (graph, values, preprocessing) =>
      int8Inference(code, graph, values, preprocessing, { batch: nativeBatch, ranges, wide });
  }

  /** 8-bit trunks are only on WASM. */
  #requireNative(): NativeCode {
    if (this.#native) return this.#native;
    const { backend } = this.#device();
    throw new LensmithError('badOption', { option: 'backend', value: backend, allowed: 'wasm' });
  }

  #release(): void {
    this.#backbone?.trunk.dispose();
    this.#tail?.dispose();
    this.#releaseModel();
    this.#backbone = null;
    this.#tail = null;
  }

  #releaseModel(): void {
    this.#predictor?.dispose();
    this.#explainer?.dispose();
    this.#predictor = null;
    this.#explainer = null;
    this.#model = null;
  }

  #device(): DeviceReport {
    if (!this.#report) throw new Error('the engine is not open');
    return this.#report;
  }

  #requireDevice(): void {
    this.#device();
    if (this.#lost !== null) throw new LensmithError('deviceLost', { reason: this.#lost });
  }

  #loaded(): Backbone {
    if (!this.#backbone) throw new Error('no model is loaded');
    return this.#backbone;
  }

  #training(): Tail {
    if (!this.#tail) throw new Error('no tail: startTail first');
    return this.#tail;
  }
}

/** Why a picture could not be decoded; what the browser did not name is no picture to it. */
function asFault(cause: unknown, picture: Blob): LensmithError {
  if (cause instanceof LensmithError) return cause;
  return new LensmithError('notAPicture', { file: pictureName(picture) }, { cause });
}

function transferred(tensor: TensorData): TensorData {
  return transfer(tensor, [tensor.data.buffer as ArrayBuffer]);
}
