import { unzipSync } from 'fflate';
import type { ModelSpec, PixelBatch } from '../../core/contract/engine';
import type { Preprocessing } from '../../core/preprocessing/types';
import { TRUNK_BATCH } from '../../workers/training/features';
import { EnginePool } from '../../workers/training/pool';
import { spawnEngine } from '../../workers/training/spawn-engine';

export const baseUrl = new URL('.', document.baseURI).href;

/** The product's pool of single-threaded WASM engines. */
export function openPool(size: number): Promise<EnginePool> {
  return EnginePool.open(spawnEngine, { baseUrl, backend: 'wasm' }, size);
}

/** The first `count` pictures of the sample, again from its start where it has fewer. */
export async function samplePictures(count: number): Promise<Blob[]> {
  const archive = await fetch(new URL('samples/fashion-mnist.zip', baseUrl));
  const files = unzipSync(new Uint8Array(await archive.arrayBuffer()));
  const pictures = Object.entries(files)
    .filter(([path]) => path.endsWith('.png'))
    .map(([, bytes]) => new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
  return Array.from({ length: count }, (_, i) => pictures[i % pictures.length]);
}

/** A pool with a backbone's frozen trunk, and decoded pictures for it. */
export interface Trunk {
  pool: EnginePool;
  model: ModelSpec;
  pixels: PixelBatch;
  preprocessing: Preprocessing;
}

export async function openTrunk(
  backbone: string,
  engines: number,
  pictures: number,
): Promise<Trunk> {
  const pool = await openPool(engines);
  const model: ModelSpec = { backbone, depth: 'head' };
  const blobs = await samplePictures(pictures);
  return pool.use(model, async (engine, { preprocessing }) => {
    const { batch } = await engine.pixels(blobs);
    return { pool, model, pixels: batch, preprocessing };
  });
}

/** The same trunk in 8-bit integers, with ranges from these pictures, on a pool of its own. */
export async function quantised(
  { pool, model, pixels, preprocessing }: Trunk,
  engines: number,
): Promise<Trunk> {
  const batch = { ...pixels, data: pixels.data.slice() };
  const ranges = await pool.use(model, (engine) => engine.calibrate(batch));
  return { pool: await openPool(engines), model: { ...model, ranges }, pixels, preprocessing };
}

/** Shards the pictures over the pool as a run does, and gathers the features. */
export async function runTrunk({ pool, model, pixels }: Trunk): Promise<Float32Array> {
  const [count, height, width] = pixels.shape;
  const size = height * width * 3;
  const starts = Array.from({ length: Math.ceil(count / TRUNK_BATCH.wasm) }, (_, i) => i);
  const parts = await pool.map(model, starts, async (engine, i) => {
    const from = i * TRUNK_BATCH.wasm;
    const rows = Math.min(TRUNK_BATCH.wasm, count - from);
    const data = pixels.data.slice(from * size, (from + rows) * size);
    return (await engine.trunk({ shape: [rows, height, width, 3], data })).data;
  });
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
