import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensor } from '../../core/contract/engine';
import { parameters as listParameters } from '../../model-zoo/graph/parameters';
import type { Graph, Parameters } from '../../model-zoo/graph/types';

/** Parameters on the device, by timm name, in the internal layout. */
export type ParameterTensors = ReadonlyMap<string, tf.Tensor>;

/** What `graph` reads, on the device. The caller disposes of it (`disposeAll`). */
export function upload(graph: Graph, values: Parameters): Map<string, tf.Tensor> {
  return new Map(
    listParameters(graph).map(({ name }) => {
      const value = values.get(name);
      if (!value) throw new Error(`${graph.name} has no values for ${name}`);
      return [name, tf.tensor(value.data, [...value.shape], 'float32')];
    }),
  );
}

/**
 * Copies out; neither consumes nor releases the tensors. A real copy: what WebGPU hands out is its
 * own cached array, or the one the tensor was made from, and callers transfer what they get.
 */
export async function download(tensors: ParameterTensors): Promise<NamedTensor[]> {
  const result: NamedTensor[] = [];
  for (const [name, tensor] of tensors) {
    const data = Float32Array.from(await tensor.data());
    result.push({ name, shape: [...tensor.shape], data });
  }
  return result;
}

export function asParameters(tensors: readonly NamedTensor[]): Parameters {
  return new Map(tensors.map(({ name, shape, data }) => [name, { shape, data }]));
}

export function disposeAll(tensors: ParameterTensors): void {
  for (const tensor of tensors.values()) tensor.dispose();
}
