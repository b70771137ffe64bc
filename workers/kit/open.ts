import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { Classifier } from './classifier';
import { isObject, type ReadFile, readDescription, readJson } from './description';
import { Fault } from './fault';

const modelFile = 'tfjs/model.json';
const wasmFile = 'runtime/tfjs-backend-wasm-simd.wasm';

/** The model of a bundle. Throws Fault where a file is missing or damaged, or SIMD is. */
export async function openClassifier(read: ReadFile): Promise<Classifier> {
  const description = await readDescription(read);
  await startBackend(read);
  const json = await readJson<tf.io.ModelJSON>(read, modelFile, isModel);
  try {
    const artifacts = await tf.io.getModelArtifactsForJSON(json, (manifest) =>
      readWeights(read, manifest),
    );
    return new Classifier(await loadGraphModel({ load: async () => artifacts }), description);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('fileDamaged', { file: modelFile }, cause);
  }
}

const isModel = (value: unknown) =>
  isObject(value) && isObject(value.modelTopology) && Array.isArray(value.weightsManifest);

let started: Promise<void> | null = null;

/** Once a page; after a fault it is tried again. */
function startBackend(read: ReadFile): Promise<void> {
  started ??= start(read).catch((error) => {
    started = null;
    throw error;
  });
  return started;
}

async function start(read: ReadFile): Promise<void> {
  if (!tf.env().platform) tf.env().setPlatform('plain', plainPlatform);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Fault('noSimd');
  const binary = new Blob([await read(wasmFile)], { type: 'application/wasm' });
  const url = URL.createObjectURL(binary);
  // The one binary under all three names: tfjs wants each named and loads the one with SIMD.
  const names = ['', '-simd', '-threaded-simd'].map((form) => `tfjs-backend-wasm${form}.wasm`);
  setWasmPaths(Object.fromEntries(names.map((name) => [name, url])), true);
  const isThere = await tf.setBackend('wasm').finally(() => URL.revokeObjectURL(url));
  if (!isThere) throw new Fault('fileDamaged', { file: wasmFile });
}

/** What tfjs asks of where it runs; its own one for Node needs CommonJS (see scripts/kit.ts). */
const plainPlatform: tf.Platform = {
  fetch: (path, init) => fetch(path, init),
  now: () => performance.now(),
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder().decode(bytes),
  setTimeoutCustom: (callback, delay) => void setTimeout(callback, delay),
  isTypedArray: (value): value is Uint8Array | Float32Array | Int32Array | Uint8ClampedArray =>
    ArrayBuffer.isView(value) && !(value instanceof DataView),
};

/** Shard by shard, as they lie in the files. */
async function readWeights(
  read: ReadFile,
  manifest: tf.io.WeightsManifestConfig,
): Promise<[tf.io.WeightsManifestEntry[], tf.io.WeightData]> {
  const data: ArrayBuffer[] = [];
  for (const path of manifest.flatMap(({ paths }) => paths)) {
    const file = `tfjs/${path}`;
    const bytes = await read(file);
    if (bytes.length === 0) throw new Fault('fileDamaged', { file });
    data.push(bytes.buffer);
  }
  const specs = manifest.flatMap(({ weights }) => weights);
  const wanted = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  const found = data.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (found !== wanted) throw new Fault('fileDamaged', { file: 'tfjs/*.bin' });
  return [specs, data];
}

function bytesOf({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number {
  const stored = quantization?.dtype ?? dtype;
  const width = { float16: 2, uint16: 2, uint8: 1, bool: 1 }[stored as string] ?? 4;
  return tf.util.sizeFromShape(shape) * width;
}
