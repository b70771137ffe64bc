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

/** Hex SHA-256 that names these values, in the order of their names; null without `crypto.subtle`. */
export async function fingerprint(values: Parameters): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digests: Uint8Array[] = [];
  for (const name of [...values.keys()].sort()) {
    const { data } = values.get(name)!;
    digests.push(new TextEncoder().encode(name));
    digests.push(new Uint8Array(await crypto.subtle.digest('SHA-256', data as BufferSource)));
  }
  const all = await new Blob(digests as BlobPart[]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
