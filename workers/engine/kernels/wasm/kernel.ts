import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { NativeCode } from '../../native/module';
import { openSite, type Site } from './site';

export type Inputs = Record<string, tf.TensorInfo | undefined>;

/** A kernel on the site; null for what it does not cover, which goes to the kernel that was there. */
export type Kernel = (
  site: Site,
  inputs: never,
  attributes: never,
) => tf.TensorInfo | tf.TensorInfo[] | null;

const sites = new WeakMap<BackendWasm, Map<NativeCode, Site>>();

function siteOf(backend: BackendWasm, code: NativeCode): Site {
  const known = sites.get(backend) ?? new Map<NativeCode, Site>();
  sites.set(backend, known);
  const site = known.get(code) ?? openSite(backend, code);
  known.set(code, site);
  return site;
}

/** Kernels as they were before the first replacement: registering again must not wrap ours. */
const replaced = new Map<string, tf.KernelFunc | null>();

/** Registers `kernel` for wasm, over what is registered there now. */
export function replace(kernelName: string, kernel: Kernel, code: NativeCode): void {
  const now = tf.getKernel(kernelName, 'wasm');
  if (!replaced.has(kernelName)) replaced.set(kernelName, now?.kernelFunc ?? null);
  const before = replaced.get(kernelName);
  if (now) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const tensors = Object.values(call.inputs as Inputs);
      const usable = tensors.every((tensor) => !tensor || tensor.dtype === 'float32');
      const site = siteOf(call.backend as BackendWasm, code);
      const done = usable ? kernel(site, call.inputs as never, call.attrs as never) : null;
      if (done) return done;
      if (!before) throw new Error(`${kernelName} on WASM does not cover these inputs`);
      return before(call);
    },
  });
}
