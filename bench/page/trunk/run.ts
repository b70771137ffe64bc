import { type Remote, wrap } from 'comlink';
import type { PixelBatch } from '../../../core/contract/engine';
import { TRUNK_BATCH } from '../../../workers/training/features';
import type { EnginePool } from '../../../workers/training/pool';
import { relativeError, requireAgreement } from '../duels';
import { baseUrl, openPool, samplePictures } from '../engines';
import { timed } from '../interleave';
import { normalised } from './normalise';
import type { OrtWorker } from './ort.worker';

const threads = 2;

interface Open {
  pool: EnginePool;
  model: { backbone: string; depth: 'head' };
  pixels: PixelBatch;
  worker: Worker | null;
  ort: Remote<OrtWorker> | null;
}

let current: Open | null = null;

/** Shards the pictures over the pool as a run does, and gathers the features. */
async function features({ pool, model, pixels }: Open): Promise<Float32Array> {
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

/** Ours and onnxruntime-web on one backbone and the same pictures; taking turns is the caller's. */
export const trunk = {
  /**
   * Both are warm and agree afterwards. Returns how far their features are apart (null without
   * `withPeer`) and the peer's batch size.
   */
  async open(
    backbone: string,
    pictures: number,
    withPeer: boolean,
  ): Promise<{ error: number | null; peerBatch: number | null }> {
    const pool = await openPool(threads);
    const model = { backbone, depth: 'head' } as const;
    const blobs = await samplePictures(pictures);
    const { pixels, preprocessing } = await pool.use(model, async (engine, info) => ({
      pixels: (await engine.pixels(blobs)).batch,
      preprocessing: info.preprocessing,
    }));
    current = { pool, model, pixels, worker: null, ort: null };
    await features(current);
    const ours = await features(current);
    if (!withPeer) return { error: null, peerBatch: null };
    const worker = new Worker(new URL('./ort.worker.ts', import.meta.url), { type: 'module' });
    const ort: Remote<OrtWorker> = wrap(worker);
    Object.assign(current, { worker, ort });
    const opened = await ort.open(
      new URL(`onnx/${backbone}.onnx`, baseUrl).href,
      threads,
      normalised(pixels, preprocessing),
      pixels.shape,
    );
    const error = relativeError(ours, opened.features);
    requireAgreement(backbone, error);
    return { error, peerBatch: opened.batch };
  },
  /** Milliseconds for all pictures. */
  ours: () => timed(() => features(current!)),
  peer: () => current!.ort!.time(),
  close() {
    current?.pool.close();
    current?.worker?.terminate();
    current = null;
  },
};
