import { LensmithError } from '../../../core/errors';
import { fromTorchLayout } from '../../../model-zoo/convert/torch-layout';
import { parameters } from '../../../model-zoo/graph/parameters';
import type { Graph, Parameters, ParameterValue } from '../../../model-zoo/graph/types';
import type { TensorOnDisk } from '../safetensors-file';
import { misfit } from './network';

/**
 * The parameters of `graph` from a file with timm's names, one tensor after the other. All shapes
 * are held against the header before the first is read.
 *
 * Throws weightsMismatch with the first tensor that does not fit, importNotFinite, weightsType.
 */
export async function readWeights(
  graph: Graph,
  tensors: ReadonlyMap<string, TensorOnDisk>,
  file: string,
  onTensor: (done: number, total: number) => void,
): Promise<Parameters> {
  const wrong = misfit(graph, tensors);
  if (wrong) throw new LensmithError('weightsMismatch', { backbone: graph.name, ...wrong });
  const list = parameters(graph);
  const result = new Map<string, ParameterValue>();
  for (const { name, kind } of list) {
    const stored = tensors.get(name)!;
    const data = await stored.values();
    if (!data.every(Number.isFinite)) {
      throw new LensmithError('importNotFinite', { file, tensor: name });
    }
    result.set(name, fromTorchLayout(kind, stored.shape, data));
    onTensor(result.size, list.length);
  }
  return result;
}

/** Whether all of `names` hold the same values in both, bit for bit. */
export function sameValues(a: Parameters, b: Parameters, names: Iterable<string>): boolean {
  for (const name of names) {
    const [x, y] = [a.get(name)?.data, b.get(name)?.data];
    if (!x || !y || x.length !== y.length) return false;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  }
  return true;
}
