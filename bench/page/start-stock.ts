import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { registerMissingKernels } from '../peers/naive-kernels';
import { wasmPaths } from './wasm-paths';

/** Stock tfjs-wasm, one thread as ours has, with its own gradients and what it lacks composed. */
export async function startStock(): Promise<void> {
  setWasmPaths(wasmPaths);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  registerMissingKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs could not start wasm');
  await tf.ready();
}
