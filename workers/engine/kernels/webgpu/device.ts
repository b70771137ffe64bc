import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A compute shader of our own. It declares its bindings itself, in group 0: inputs first, then
 * outputs; its entry point is `main`. What tfjs puts before each shader costs more than some of
 * ours compute, leaves no room for `enable`, and knows only one output.
 */
export interface Shader {
  /** Tells it from every other shader; the code is made once per key. */
  key: string;
  code: () => string;
  workgroups: readonly [number, number, number];
}

/** How a shader shares its work; see `register.ts`. */
export type Variant = 'direct' | 'tiled';

/**
 * What of tfjs's backend (4.22) a dispatch needs beside its public methods, so that our passes and
 * its own go into one command buffer in order, and buffers return to its pool only after submission.
 */
interface Internals {
  device: GPUDevice;
  tensorMap: { get(id: object): { resource?: GPUBuffer } };
  uploadToGPU(id: object): void;
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  ensureCommandEncoderReady(): void;
  submitQueue(): void;
  commandEncoder: GPUCommandEncoder;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
}

/** Passes recorded before they are submitted, as tfjs's WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE. */
const passesPerSubmit = 15;

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

/** Records one pass that fills `outputs`: float32 tensors that no input shares memory with. */
export function dispatch(
  backend: WebGPUBackend,
  shader: Shader,
  inputs: readonly tf.TensorInfo[],
  outputs: readonly tf.TensorInfo[],
): void {
  const internals = backend as unknown as Internals;
  const { device } = internals;
  const tensors = [...inputs, ...outputs];
  for (const { dataId } of tensors) {
    internals.uploadToGPU(dataId);
    internals.commandQueueOwnedIds.add(dataId);
  }
  const pipeline = pipelineOf(device, shader);
  const entries = tensors.map(({ dataId }, binding) => ({
    binding,
    resource: { buffer: internals.tensorMap.get(dataId).resource! },
  }));
  internals.ensureCommandEncoderReady();
  internals.computePassEncoder ??= internals.commandEncoder.beginComputePass();
  const pass = internals.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(...shader.workgroups);
  internals.dispatchCountInPass += 1;
  if (internals.dispatchCountInPass < passesPerSubmit) return;
  pass.end();
  internals.computePassEncoder = null;
  internals.submitQueue();
}

/** A new float32 tensor, filled by one pass. */
export function compute(
  backend: WebGPUBackend,
  shader: Shader,
  inputs: readonly tf.TensorInfo[],
  shape: readonly number[],
): tf.TensorInfo {
  const output = makeTensor(backend, shape);
  dispatch(backend, shader, inputs, [output]);
  return output;
}

export function makeTensor(backend: WebGPUBackend, shape: readonly number[]): tf.TensorInfo {
  return backend.makeTensorInfo([...shape], 'float32');
}

function pipelineOf(device: GPUDevice, { key, code }: Shader): GPUComputePipeline {
  const known = pipelines.get(device) ?? new Map<string, GPUComputePipeline>();
  pipelines.set(device, known);
  let pipeline = known.get(key);
  if (!pipeline) {
    const module = device.createShaderModule({ code: code(), label: key });
    pipeline = device.createComputePipeline({
      label: key,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    known.set(key, pipeline);
  }
  return pipeline;
}

/** Workgroups of `size` invocations for `count` of them, within the 65,535 of a dimension. */
export function workgroupsFor(count: number, size: number): [number, number, number] {
  const groups = Math.ceil(count / size);
  const wide = Math.min(groups, 65_535);
  return [wide, Math.ceil(groups / wide), 1];
}

/**
 * WGSL declarations of storage buffers, in binding order. A length fixes an array's, which makes the
 * bounds checks cheaper; those in `vectors` are read and written as vec4f.
 */
export function bindings(
  inputs: Readonly<Record<string, number | null>>,
  outputs: Readonly<Record<string, number | null>>,
  vectors: readonly string[] = [],
): string {
  const declare =
    (access: string) =>
    ([name, length]: [string, number | null]) => {
      const [type, width] = vectors.includes(name) ? ['vec4f', 4] : ['f32', 1];
      const array = length === null ? `array<${type}>` : `array<${type}, ${length / width}>`;
      return `var<storage, ${access}> ${name}: ${array};`;
    };
  const declarations = [
    ...Object.entries(inputs).map(declare('read')),
    ...Object.entries(outputs).map(declare('read_write')),
  ];
  return declarations.map((declaration, i) => `@group(0) @binding(${i}) ${declaration}`).join('\n');
}
