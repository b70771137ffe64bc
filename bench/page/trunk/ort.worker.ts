import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';

/** onnxruntime-web on WASM with threads, on pictures that lie ready as it wants them. */
export interface OrtWorker {
  /**
   * Loads a model and keeps `data` ([N, H, W, 3], normalised) as NCHW batches. Chooses the batch size
   * that is faster. Returns the features of all pictures and that size.
   */
  open(
    url: string,
    threads: number,
    data: Float32Array,
    shape: readonly number[],
  ): Promise<{ features: Float32Array; batch: number }>;
  /** Milliseconds for all pictures. */
  time(): Promise<number>;
}

const sizes = [1, 4, 16];
let session: ort.InferenceSession;
let batches: ort.Tensor[] = [];

function cut(
  data: Float32Array,
  [n, height, width]: readonly number[],
  size: number,
): ort.Tensor[] {
  const area = height * width;
  const tensors: ort.Tensor[] = [];
  for (let start = 0; start < n; start += size) {
    const count = Math.min(size, n - start);
    const planes = new Float32Array(count * 3 * area);
    for (let i = 0; i < count; i++) {
      for (let p = 0; p < area; p++) {
        for (let c = 0; c < 3; c++) {
          planes[(i * 3 + c) * area + p] = data[((start + i) * area + p) * 3 + c];
        }
      }
    }
    tensors.push(new ort.Tensor('float32', planes, [count, 3, height, width]));
  }
  return tensors;
}

async function run(): Promise<Float32Array[]> {
  const results: Float32Array[] = [];
  for (const pictures of batches) {
    const { features } = await session.run({ pictures });
    results.push(features.data as Float32Array);
  }
  return results;
}

async function time(): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const api: OrtWorker = {
  async open(url, threads, data, shape) {
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmPaths = { wasm: wasmUrl };
    session = await ort.InferenceSession.create(url, { executionProviders: ['wasm'] });
    let best = { milliseconds: Number.POSITIVE_INFINITY, size: 0 };
    for (const size of sizes) {
      batches = cut(data, shape, size);
      await time();
      const milliseconds = await time();
      if (milliseconds < best.milliseconds) best = { milliseconds, size };
    }
    batches = cut(data, shape, best.size);
    const parts = await run();
    const features = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      features.set(part, at);
      at += part.length;
    }
    return { features, batch: best.size };
  },
  time,
};
expose(api);
