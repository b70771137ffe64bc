import { sha256 } from '../../core/sha256';
import { parameters } from '../../model-zoo/graph/parameters';
import type { Graph, Parameters } from '../../model-zoo/graph/types';

/**
 * Hex SHA-256 that names a backbone's parameters wherever they came from: of a line
 * `<name> <SHA-256 of its float32 bytes>` a parameter, in the graph's order. Tensor by tensor, since
 * the platform's digest wants all bytes at once.
 */
export async function parametersHash(graph: Graph, values: Parameters): Promise<string> {
  const lines: string[] = [];
  for (const { name } of parameters(graph)) {
    lines.push(`${name} ${await sha256(bytesOf(values.get(name)!.data))}\n`);
  }
  return sha256(new TextEncoder().encode(lines.join('')));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
