import type { DeviceReport } from '../../core/contract/engine';
import { LensmithError } from '../../core/errors';
import type { Backend } from '../../core/run';

/** What of the surroundings decides; injected so that every case can be tested. */
export interface Surroundings {
  /** `navigator.gpu`. */
  gpu: Pick<GPU, 'requestAdapter'> | undefined;
  /** `navigator.hardwareConcurrency`. */
  cores: number;
  simd: boolean;
}

export type Choice = Pick<
  DeviceReport,
  'adapter' | 'isFallbackAdapter' | 'reason' | 'cores' | 'simd' | 'webgpuFeatures' | 'largestBuffer'
> &
  ({ backend: 'wasm' | 'cpu' } | { backend: 'webgpu'; device: GPUDevice; info: GPUAdapterInfo });

/**
 * Chooses a backend. Asks for the adapter and makes the device before tfjs does: tfjs crashes on a
 * null adapter. A software adapter is slower than WASM, so it is used only where it was asked for
 * or WASM has no SIMD. Throws webgpuUnavailable where WebGPU was asked for, and noBackend.
 */
export async function probe(
  requested: Backend | undefined,
  { gpu, cores, simd }: Surroundings,
): Promise<Choice> {
  const onCpu = (backend: 'wasm' | 'cpu', reason: DeviceReport['reason']): Choice => {
    if (backend === 'wasm' && !simd) throw new LensmithError('noBackend');
    const adapter = `${cores} ${cores === 1 ? 'core' : 'cores'}`;
    return { backend, reason, adapter, isFallbackAdapter: false, cores, simd, webgpuFeatures: [] };
  };
  if (requested === 'wasm' || requested === 'cpu') return onCpu(requested, 'requested');

  const demanded = requested === 'webgpu';
  const without = (reason: 'noWebGpu' | 'nullAdapter', detail: string): Choice => {
    if (demanded) throw new LensmithError('webgpuUnavailable', { reason: detail });
    return onCpu('wasm', reason);
  };
  if (!gpu) return without('noWebGpu', 'the browser does not offer it');
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (error) {
    return without('nullAdapter', String(error));
  }
  if (!adapter) return without('nullAdapter', 'there is no graphics adapter');
  const software = isSoftware(adapter.info);
  if (software && simd && !demanded) return onCpu('wasm', 'softwareAdapter');
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({ requiredLimits: highestLimits(adapter.limits) });
  } catch (error) {
    return without('nullAdapter', String(error));
  }
  const { limits } = adapter;
  return {
    backend: 'webgpu',
    device,
    info: adapter.info,
    adapter: nameOf(adapter.info),
    isFallbackAdapter: software,
    reason: demanded ? 'requested' : 'webgpuChosen',
    cores,
    simd,
    webgpuFeatures: [...adapter.features].sort(),
    largestBuffer: Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize),
  };
}

/** Not every browser sets `isFallbackAdapter`, so software renderers are known by name as well. */
export function isSoftware(info: GPUAdapterInfo): boolean {
  return (
    info.isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe|basic render|warp/i.test(nameOf(info))
  );
}

function nameOf(info: GPUAdapterInfo): string {
  const parts = [info.vendor, info.architecture, info.device, info.description];
  return [...new Set(parts.filter((part) => part))].join(' ') || 'unnamed adapter';
}

/** The limits tfjs asks for: without them a device gets WebGPU's modest defaults. */
function highestLimits(limits: GPUSupportedLimits): Record<string, number> {
  return {
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxBufferSize: limits.maxBufferSize,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
  };
}

/** A function of `v128.const`-like instructions: valid only where SIMD is (wasm-feature-detect). */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3],
  ...[2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** What this thread runs in. */
export function surroundings(): Surroundings {
  return {
    gpu: typeof navigator === 'undefined' ? undefined : navigator.gpu,
    cores: typeof navigator === 'undefined' ? 1 : (navigator.hardwareConcurrency ?? 1),
    simd: typeof WebAssembly === 'object' && WebAssembly.validate(simdModule),
  };
}
