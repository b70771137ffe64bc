import type { DeviceReport } from '../../core/contract/engine';
import type { MemoryBudget } from './preflight';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Browsers that say nothing run on phones too. */
const UNKNOWN_BYTES = 4 * GIB;
/** What a tab may take of a machine that others use as well. */
const TAB_SHARE = 1 / 2;
/** tfjs's WASM builds grow to 4 GiB (65,536 pages); allocators need some of that themselves. */
const WASM_HEAP_BYTES = 3.5 * GIB;
/** WebGPU's guaranteed `maxStorageBufferBindingSize`. */
const GPU_TENSOR_BYTES = 128 * MIB;
/** Bytes of this machine as far as the browser tells; Chromium says at most 8 GiB. */
export function machineBytes(): number {
  const { deviceMemory } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  const { memory } = performance as { memory?: { jsHeapSizeLimit: number } };
  const machine = deviceMemory ? deviceMemory * GIB : UNKNOWN_BYTES;
  // V8 gives a quarter of the memory to its heap where that is little.
  return memory ? Math.min(machine, 4 * memory.jsHeapSizeLimit) : machine;
}

/** Splits what a tab may take over the engines of a device. */
export function memoryBudget(
  device: Pick<DeviceReport, 'backend' | 'largestBuffer'>,
  engines: number,
  features: Pick<MemoryBudget, 'featureBytes' | 'diskBytes'>,
  machine = machineBytes(),
): MemoryBudget {
  const share = (machine * TAB_SHARE) / engines;
  const gpu = device.backend === 'webgpu';
  return {
    engineBytes: gpu ? share : Math.min(WASM_HEAP_BYTES, share),
    largestTensor: gpu ? (device.largestBuffer ?? GPU_TENSOR_BYTES) : WASM_HEAP_BYTES,
    ...features,
  };
}
