import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '../../core/run';
import { registerWasmKernels } from './kernels/wasm/register';
import type { NativeCode } from './native/module';
import { isSoftware } from './probe';

/** URLs of tfjs-backend-wasm's binaries by file name; undefined in Node, which finds its own. */
export type WasmPaths = Record<string, string>;

/** Makes `wasm` the current backend, single-threaded, with the kernels of our native module. */
export async function startWasm(paths: WasmPaths | undefined, native: NativeCode): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (paths) setWasmPaths(paths);
  // One engine per core does better than tfjs's own threads, and needs no cross-origin isolation.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  registerWasmKernels(native);
  await start('wasm');
}

/** Of the tfjs packages in use, for the run's record. */
export async function versions(backend: Backend): Promise<Record<string, string>> {
  const core = { 'tfjs-core': tf.version_core };
  if (backend !== 'wasm') return core;
  const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  return { ...core, 'tfjs-backend-wasm': version_wasm };
}

/** Makes `webgpu` the current backend on a device of our own, with our kernels. */
export async function startWebgpu(device: GPUDevice, info: GPUAdapterInfo): Promise<void> {
  const { LossAwareBackend } = await import('./webgpu-backend');
  const { registerWebgpuKernels } = await import('./kernels/webgpu/register');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new LossAwareBackend(device, info));
  // Small tensors would be computed by the CPU backend, which is not part of the worker.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  registerWebgpuKernels(isSoftware(info) ? 'direct' : 'tiled');
  await start('webgpu');
}

async function start(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start ${name}`);
  await tf.ready();
}
