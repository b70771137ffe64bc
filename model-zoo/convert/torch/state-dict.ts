import { requireFit } from '../../graph/fit';
import { parameters } from '../../graph/parameters';
import type { TrainedModel } from '../exported';
import { torchShape, toTorchLayout } from '../torch-layout';

/** A tensor as PyTorch's module holds it, its bytes made when asked for. */
export interface TorchTensor {
  readonly name: string;
  readonly dtype: 'F32' | 'I64';
  /** In PyTorch's layout. */
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** Row-major, little-endian; not to be written to, as it may be the model's own memory. */
  bytes(): Uint8Array<ArrayBuffer>;
}

const runningVariance = '.running_var';

/**
 * What timm's `model.state_dict()` holds, in its order. The counters that batch norm keeps in training
 * (`num_batches_tracked`) are 0: nothing reads them where the momentum is fixed, as in timm.
 * Throws weightsMismatch when a parameter is missing or has another shape.
 */
export function stateDict({
  architecture,
  graph,
  parameters: values,
}: TrainedModel): TorchTensor[] {
  requireFit(architecture, graph, values);
  return parameters(graph).flatMap(({ name, kind, shape }): TorchTensor[] => {
    const value = values.get(name)!;
    const tensor: TorchTensor = {
      name,
      dtype: 'F32',
      shape: torchShape(kind, shape),
      byteLength: 4 * value.data.length,
      bytes() {
        const { buffer, byteOffset, byteLength } = toTorchLayout(kind, value).data;
        return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
      },
    };
    if (!name.endsWith(runningVariance)) return [tensor];
    return [tensor, batchCounter(name.slice(0, -runningVariance.length))];
  });
}

function batchCounter(module: string): TorchTensor {
  return {
    name: `${module}.num_batches_tracked`,
    dtype: 'I64',
    shape: [],
    byteLength: 8,
    bytes: () => new Uint8Array(8),
  };
}
