import { LensmithError } from '../../../core/errors';
import { fromFloat16 } from '../../../core/float16';
import type { Parameters, ParameterValue } from '../../graph/types';
import type { GraphModelJson } from './types';

/** Files that belong to a model, in the order their bytes count: the manifest's paths. */
export function shardPaths(json: GraphModelJson): string[] {
  return json.weightsManifest.flatMap((group) => group.paths);
}

/**
 * The parameters in a graph model written by `writeGraphModel`, widened to float32 and in the
 * internal layout, which is TensorFlow's. `shards` are in the order of `shardPaths`.
 *
 * Throws weightsDamaged when the bytes are not what the manifest says.
 */
export function readGraphModelWeights(
  json: GraphModelJson,
  shards: readonly Uint8Array[],
): Parameters {
  const damaged = (reason: string): never => {
    throw new LensmithError('weightsDamaged', {
      file: json.userDefinedMetadata?.architecture ?? 'model.json',
      reason,
    });
  };
  if (json.format !== 'graph-model') damaged(`the format is ${json.format}, not graph-model`);
  const expected = shardPaths(json).length;
  if (expected !== shards.length) damaged(`${expected} shards are listed, ${shards.length} given`);

  const bytes = new Uint8Array(shards.reduce((sum, shard) => sum + shard.length, 0));
  let offset = 0;
  for (const shard of shards) {
    bytes.set(shard, offset);
    offset += shard.length;
  }

  offset = 0;
  const result = new Map<string, ParameterValue>();
  for (const { name, shape, dtype, quantization } of json.weightsManifest.flatMap(
    (group) => group.weights,
  )) {
    const count = shape.reduce((a, b) => a * b, 1);
    const end = offset + count * (quantization ? 2 : 4);
    if (end > bytes.length) damaged(`the shards end within ${name}`);
    if (!name.startsWith('const/')) {
      if (dtype !== 'float32') damaged(`${name} is ${dtype}`);
      const stored = bytes.slice(offset, end).buffer;
      const data = quantization ? fromFloat16(new Uint16Array(stored)) : new Float32Array(stored);
      result.set(name, { shape, data });
    }
    offset = end;
  }
  if (offset !== bytes.length) damaged(`${bytes.length - offset} bytes too many`);
  return result;
}
