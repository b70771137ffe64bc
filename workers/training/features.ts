import type {
  EngineApi,
  ModelSpec,
  PixelBatch,
  TensorData,
  TrunkInfo,
} from '../../core/contract/engine';
import type { Picture } from '../../core/dataset';
import { LensmithError } from '../../core/errors';
import { fromFloat16, toFloat16 } from '../../core/float16';
import { mirrored } from '../../core/preprocessing/mirror';
import type { Pixels, Preprocessing } from '../../core/preprocessing/types';
import type { Backend } from '../../core/run';
import type { Store } from '../../core/store/types';
import type { FeatureCache, FeatureSet } from './feature-cache';
import type { EnginePool } from './pool';
import type { Inputs } from './samples';
import type { View } from './views';

/** Pictures in one call of the trunk: what an engine computes at once, so that nothing is padded. */
export const TRUNK_BATCH = { cpu: 4, wasm: 16, webgpu: 32 } as const;

/** Thrown inside when the pool has left the backend that features were begun on. */
const MOVED = new Error('the pool has moved to another backend');

/** Copies have this short side: enough for a checkpoint that resizes to no more. */
const COPY_SHORT_SIDE = 256;

export interface FeatureRequest {
  readonly model: ModelSpec;
  readonly pictures: readonly Picture[];
  /** Which of them. */
  readonly rows: readonly number[];
  /** Default: plain. */
  readonly view?: View;
  readonly priority: number;
  readonly signal: AbortSignal;
  /** After every batch: pictures done, and engine-seconds of waiting for decoding and of the trunk. */
  onBatch(done: number, decodeSeconds: number, trunkSeconds: number): void;
}

export interface Features extends Inputs {
  readonly info: TrunkInfo;
  /** How many of the rows were found in the cache. */
  readonly cached: number;
  /** Lets the cache have the memory back. */
  close(): void;
}

/**
 * Activations at the model's cut (or, at depth `all`, network-sized pixels) of the given rows,
 * computed by all engines of the pool and kept in the cache.
 * Throws notAPicture, cancelled and what engines throw.
 */
export class FeatureExtractor {
  readonly #store: Store;
  readonly #pool: EnginePool;
  readonly #cache: FeatureCache;

  constructor(store: Store, pool: EnginePool, cache: FeatureCache) {
    this.#store = store;
    this.#pool = pool;
    this.#cache = cache;
  }

  async extract(request: FeatureRequest): Promise<Features> {
    const { model, priority, signal } = request;
    for (;;) {
      const options = { priority, signal, retries: 1 };
      const info = await this.#pool.use(model, async (_, info) => info, options);
      try {
        return await this.#extract(request, info, this.#pool.device.backend);
      } catch (error) {
        // Two backends round differently, so no set of features holds records of both.
        if (error !== MOVED) throw error;
      }
    }
  }

  async #extract(request: FeatureRequest, info: TrunkInfo, backend: Backend): Promise<Features> {
    const { model, pictures, rows, priority, signal } = request;
    const trunkEmpty = model.depth === 'all';
    const [height, width] = info.preprocessing.inputSize;
    const shape = trunkEmpty ? [height, width, 3] : info.cutShape;
    const length = shape.reduce((a, b) => a * b, 1);
    const set = await this.#cache.open(
      identity(model, info, backend, request.view),
      trunkEmpty ? 'uint8' : 'float16',
      length,
    );
    // Pixels are the same for every backbone with this geometry. Read in order, a cache that cannot
    // hold them all would have forgotten each before it is asked for again.
    const pixelBytes = height * width * 3;
    const pixels = this.#cache.hasRoomFor(rows.length * pixelBytes)
      ? await this.#cache.open(geometry(info), 'uint8', pixelBytes, false)
      : null;
    try {
      const missing = rows.filter((row) => !set.has(pictures[row].hash));
      const cached = rows.length - missing.length;
      if (cached > 0) request.onBatch(cached, 0, 0);
      await this.#pool.stream(
        model,
        chunks(missing, TRUNK_BATCH[backend]),
        (engine, chunk) => this.#viewed(engine, info, request, chunk, pixels),
        async (engine, chunk, prepared) => {
          if (signal.aborted) throw new LensmithError('cancelled');
          if (this.#pool.device.backend !== backend) throw MOVED;
          const waitStart = performance.now();
          const batch = await prepared;
          const trunkStart = performance.now();
          if (trunkEmpty) {
            chunk.forEach((row, i) => {
              set.put(pictures[row].hash, batch.data.slice(i * length, (i + 1) * length));
            });
          } else {
            const { data } = await engine.trunk(batch);
            chunk.forEach((row, i) => {
              set.put(pictures[row].hash, toFloat16(data.subarray(i * length, (i + 1) * length)));
            });
          }
          const end = performance.now();
          request.onBatch(chunk.length, (trunkStart - waitStart) / 1000, (end - trunkStart) / 1000);
        },
        { priority, signal, retries: 1 },
      );
      return {
        info,
        cached,
        gather: (rows) => gather(set, pictures, rows, shape),
        close: () => set.close(),
      };
    } catch (error) {
      set.close();
      throw error;
    } finally {
      pixels?.close();
    }
  }

  /** The same as the view asked for shows them; made while an engine is busy with others. */
  async #viewed(
    engine: EngineApi,
    info: TrunkInfo,
    { pictures, view = 'plain' }: FeatureRequest,
    chunk: readonly number[],
    cache: FeatureSet | null,
  ): Promise<PixelBatch> {
    const plain = await this.#pixels(engine, info, pictures, chunk, cache);
    if (view === 'plain') return plain;
    if (view === 'mirror') return { ...plain, data: mirrored(plain.data, plain.shape) };
    const others = chunk.map((row) => view.partner(row) ?? row);
    const mixed = chunk.some((row) => view.partner(row) !== null);
    const beside = mixed ? await this.#pixels(engine, info, pictures, others, cache) : null;
    const data = new Uint8Array(plain.data.length);
    chunk.forEach((row, i) => {
      data.set(
        view.make(pictureOf(plain, i), row, beside && pictureOf(beside, i)),
        i * sizeOf(plain),
      );
    });
    return { ...plain, data };
  }

  /** Network-sized pictures of `chunk`. */
  async #pixels(
    engine: EngineApi,
    info: TrunkInfo,
    pictures: readonly Picture[],
    chunk: readonly number[],
    cache: FeatureSet | null,
  ): Promise<PixelBatch> {
    const [height, width] = info.preprocessing.inputSize;
    const length = height * width * 3;
    const data = new Uint8Array(chunk.length * length);
    const missing: number[] = [];
    chunk.forEach((row, i) => {
      const held = cache?.get(pictures[row].hash);
      if (held) data.set(held, i * length);
      else missing.push(i);
    });
    if (missing.length > 0) {
      const blobs = await Promise.all(
        missing.map((i) => pictureBlob(this.#store, pictures[chunk[i]], info.preprocessing)),
      );
      const { batch, failed } = await engine.pixels(blobs);
      if (failed.length > 0) {
        const picture = pictures[chunk[missing[failed[0]]]];
        throw new LensmithError('notAPicture', { file: picture.file });
      }
      missing.forEach((i, k) => {
        const one = batch.data.slice(k * length, (k + 1) * length);
        data.set(one, i * length);
        cache?.put(pictures[chunk[i]].hash, one);
      });
    }
    return { shape: [chunk.length, height, width, 3], data };
  }
}

function sizeOf({ shape: [, height, width] }: PixelBatch): number {
  return height * width * 3;
}

function pictureOf(batch: PixelBatch, index: number): Pixels {
  const [, height, width] = batch.shape;
  const size = sizeOf(batch);
  return { width, height, data: batch.data.subarray(index * size, (index + 1) * size) };
}

/** Names a set of features by all that they depend on. */
function identity(
  model: ModelSpec,
  info: TrunkInfo,
  backend: Backend,
  view: View = 'plain',
): string {
  const parts = [info.weightsHash, JSON.stringify(info.preprocessing)];
  if (model.depth === 'all') parts.push(geometry(info));
  else parts.push(model.depth, backend);
  // What is as it was before there were views and 8-bit trunks keeps the name it had.
  if (view !== 'plain') parts.push(view === 'mirror' ? view : view.key);
  if (model.ranges) parts.push(model.ranges.hash);
  return parts.join('|');
}

/** The stored form of a picture that this checkpoint's preprocessing starts from. */
export async function pictureBlob(
  store: Store,
  picture: Picture,
  { inputSize, cropPct }: Preprocessing,
): Promise<Blob> {
  const target = Math.floor(Math.max(...inputSize) / cropPct);
  const copy = target <= COPY_SHORT_SIDE ? await store.datasets.blob(picture.id, 'copy') : null;
  const blob = copy ?? (await store.datasets.blob(picture.id, 'original'));
  if (!blob) throw new LensmithError('notAPicture', { file: picture.file });
  return blob;
}

function geometry(info: TrunkInfo): string {
  const { inputSize, cropPct, interpolation } = info.preprocessing;
  return `pixels|${inputSize.join('x')}|${cropPct}|${interpolation}`;
}

function gather(
  set: FeatureSet,
  pictures: readonly Picture[],
  rows: readonly number[],
  shape: readonly number[],
): TensorData | PixelBatch {
  const length = shape.reduce((a, b) => a * b, 1);
  const records = rows.map((row) => {
    const record = set.get(pictures[row].hash);
    if (!record) throw new LensmithError('internal', { detail: 'a cached feature has gone' });
    return record;
  });
  if (records[0] instanceof Uint8Array) {
    const data = new Uint8Array(rows.length * length);
    records.forEach((record, i) => {
      data.set(record, i * length);
    });
    return { shape: [rows.length, ...shape] as PixelBatch['shape'], data };
  }
  const data = new Float32Array(rows.length * length);
  records.forEach((record, i) => {
    fromFloat16(record as Uint16Array, data.subarray(i * length, (i + 1) * length));
  });
  return { shape: [rows.length, ...shape], data };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = [];
  for (let at = 0; at < items.length; at += size) out.push(items.slice(at, at + size));
  return out;
}
