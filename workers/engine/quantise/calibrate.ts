import type { ActivationRanges, PixelBatch } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { foldBatchNorm } from '../../../model-zoo/graph/passes/fold-batch-norm';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import type { NativeCode } from '../native/module';
import { compile } from '../trunk/compile';
import { clipping } from './clipping';

/** Values looked at per tensor and picture: ranges settle long before all are. */
const SAMPLED = 1024;

/** Ranges of every tensor of `trunk`'s inference form on `pixels`, computed in float32. */
export async function calibrate(
  code: NativeCode,
  trunk: Graph,
  values: Parameters,
  preprocessing: Preprocessing,
  { shape, data }: PixelBatch,
): Promise<ActivationRanges> {
  const { graph, parameters } = foldBatchNorm(trunk, values);
  const wanted = graph.nodes.filter(({ op }) => op !== 'input').map(({ id }) => id);
  const network = compile(code, graph, parameters, { preprocessing, wanted });
  const [count, ...picture] = shape;
  const size = data.length / count;
  const seen = wanted.map((): Float32Array[] => []);
  for (let i = 0; i < count; i++) {
    const one = data.subarray(i * size, (i + 1) * size);
    const outputs = network.run({ shape: [1, ...picture], data: one });
    for (const [i, output] of outputs.entries()) seen[i]!.push(thinned(output, SAMPLED));
  }
  const nodes = Object.fromEntries(wanted.map((id, i) => [id, clipping(joined(seen[i]!))]));
  return { nodes, hash: await hashOf(nodes) };
}

/** About `count` of `values`, at a prime distance so that all channels come up. */
function thinned(values: Float32Array, count: number): Float32Array {
  if (values.length <= count) return values;
  const primes = [1, 3, 7, 13, 29, 61, 127, 251, 509, 1021, 2039, 4093];
  const step = primes.findLast((prime) => prime * count <= values.length) ?? 1;
  const out = new Float32Array(Math.floor(values.length / step));
  for (let i = 0; i < out.length; i++) out[i] = values[i * step]!;
  return out;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function hashOf(nodes: ActivationRanges['nodes']): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(nodes));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
