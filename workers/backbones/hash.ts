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
    lines.push(`${name} ${await sha256(values.get(name)!.data)}\n`);
  }
  return sha256(new TextEncoder().encode(lines.join('')));
}

async function sha256({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
