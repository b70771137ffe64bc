import { LensmithError } from '../../core/errors';
import { parameters } from '../graph/parameters';
import type { Graph, Parameters, ParameterValue } from '../graph/types';
import type { StoredTensor } from './safetensors';
import { fromTorchLayout, torchShape } from './torch-layout';

/**
 * A graph's parameters from a checkpoint with timm's names, in the internal layout. What the graph
 * has no use for (a classifier, batch counters) is left alone.
 *
 * Throws weightsMismatch when a tensor is missing or has another shape, weightsType when it is
 * not a float tensor.
 */
export function parametersFromCheckpoint(
  graph: Graph,
  tensors: ReadonlyMap<string, StoredTensor>,
): Parameters {
  const result = new Map<string, ParameterValue>();
  for (const { name, kind, shape } of parameters(graph)) {
    const stored = tensors.get(name);
    const expected = torchShape(kind, shape);
    if (!stored || String(stored.shape) !== String(expected)) {
      throw new LensmithError('weightsMismatch', {
        backbone: graph.name,
        tensor: name,
        expected: `[${expected.join(', ')}]`,
        found: stored ? `[${stored.shape.join(', ')}]` : 'nothing',
      });
    }
    result.set(name, fromTorchLayout(kind, expected, stored.values()));
  }
  return result;
}
