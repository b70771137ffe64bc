import { describe, expect, test } from 'vitest';
import { probe, type Surroundings, surroundings } from './probe';

const info = (parts: Partial<GPUAdapterInfo>) =>
  ({ vendor: 'acme', architecture: 'x1', device: '', description: '', ...parts }) as GPUAdapterInfo;

/** What an adapter can say; the branches under test depend on nothing else of WebGPU. */
function gpu(adapter: Partial<GPUAdapterInfo> | null, device: 'ok' | 'fails' = 'ok') {
  const requestDevice = async () => {
    if (device === 'fails') throw new Error('out of memory');
    return { lost: new Promise(() => {}) };
  };
  const made = adapter && { info: info(adapter), limits: {}, features: new Set(), requestDevice };
  return { requestAdapter: async () => made } as unknown as Surroundings['gpu'];
}

const plain: Surroundings = { gpu: undefined, cores: 4, simd: true };

describe('without a wish', () => {
  test.each([
    ['no WebGPU', undefined, 'wasm', 'noWebGpu'],
    ['a null adapter', gpu(null), 'wasm', 'nullAdapter'],
    ['an adapter that gives no device', gpu({}, 'fails'), 'wasm', 'nullAdapter'],
    ['a fallback adapter', gpu({ isFallbackAdapter: true }), 'wasm', 'softwareAdapter'],
    ['SwiftShader by name', gpu({ architecture: 'swiftshader' }), 'wasm', 'softwareAdapter'],
    ['llvmpipe by name', gpu({ description: 'llvmpipe (LLVM 15)' }), 'wasm', 'softwareAdapter'],
    ['a real adapter', gpu({}), 'webgpu', 'webgpuChosen'],
  ])('%s', async (_, gpu, backend, reason) => {
    expect(await probe(undefined, { ...plain, gpu })).toMatchObject({ backend, reason });
  });

  test('a software adapter is better than WASM without SIMD', async () => {
    const choice = await probe(undefined, {
      ...{ gpu: gpu({ isFallbackAdapter: true }), cores: 4, simd: false },
    });
    expect(choice).toMatchObject({ backend: 'webgpu', isFallbackAdapter: true });
  });

  test('neither WebGPU nor SIMD is noBackend', async () => {
    const probing = probe(undefined, { ...plain, simd: false });
    await expect(probing).rejects.toMatchObject({ code: 'noBackend' });
  });
});

describe('with a wish', () => {
  test.each([
    ['no WebGPU', undefined],
    ['a null adapter', gpu(null)],
    ['an adapter that gives no device', gpu({}, 'fails')],
  ])('webgpu with %s is webgpuUnavailable', async (_, gpu) => {
    const probing = probe('webgpu', { ...plain, gpu });
    await expect(probing).rejects.toMatchObject({ code: 'webgpuUnavailable' });
  });

  test('a software adapter is taken, and said to be one', async () => {
    const choice = await probe('webgpu', { ...plain, gpu: gpu({ device: 'SwiftShader' }) });
    expect(choice).toMatchObject({
      ...{ backend: 'webgpu', reason: 'requested', isFallbackAdapter: true },
      adapter: 'acme x1 SwiftShader',
    });
  });

  test('wasm is taken though there is a graphics card', async () => {
    const choice = await probe('wasm', { ...plain, gpu: gpu({}) });
    expect(choice).toMatchObject({ backend: 'wasm', reason: 'requested', adapter: '4 cores' });
  });
});

test('this Node has SIMD', () => {
  expect(surroundings().simd).toBe(true);
});
