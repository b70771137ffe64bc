import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel, version_converter } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { ReaderFile } from '../../core/contract/reader';
import type { Opened, ReaderAssets } from './opened';

/** A tfjs graph model, loaded as a page would load it from a server. */
export async function openGraphModel(
  files: readonly ReaderFile[],
  wasmPaths: ReaderAssets['tfjs'],
): Promise<Opened> {
  if (wasmPaths) setWasmPaths(wasmPaths);
  // Threads want a cross-origin isolated page, and other readers work beside this one.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs could not start its wasm backend');
  const root = files.find(({ path }) => path.endsWith('model.json'));
  if (!root) throw new Error('there is no model.json');
  const model = await loadGraphModel(root.path, { fetchFunc: serving(files) });
  return {
    version: `@tensorflow/tfjs-converter ${version_converter} (wasm)`,
    async probabilities({ shape, data }) {
      const image = tf.tensor(data, shape, 'float32');
      const answer = model.execute({ image }, 'probabilities') as tf.Tensor;
      const values = (await answer.data()) as Float32Array;
      tf.dispose([image, answer]);
      return values;
    },
    async close() {
      model.dispose();
    },
  };
}

/** `fetch` of files at hand, each of them once: what has been read is let go. */
function serving(files: readonly ReaderFile[]): typeof fetch {
  const left = new Map(files.map(({ path, data }) => [path, data]));
  return async (url) => {
    const path = String(url);
    const data = left.get(path);
    left.delete(path);
    if (!data) return new Response(null, { status: 404, statusText: 'Not Found' });
    const type = path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return new Response(data, { headers: { 'content-type': type } });
  };
}
