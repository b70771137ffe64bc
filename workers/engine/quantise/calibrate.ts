import type { ActivationRanges, PixelBatch } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { sha256 } from '../../../core/sha256';
import { foldBatchNorm } from '../../../model-zoo/graph/passes/fold-batch-norm';
import type { Graph, Parameters } from '../../../model-zoo/graph/types';
import type { NativeCode } from '../native/module';
import { compile } from '../trunk/compile';

/**
 * Ranges of every tensor of `trunk`'s inference form on `pixels`, computed in float32: all that was
 * seen. Clipped to the least squared error, ranges gave worse features on the three starters tried (docs/decisions/0006).
 */
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
  const nodes = Object.fromEntries(wanted.map((id) => [id, { low: 0, high: 0 }]));
  for (let i = 0; i < count; i++) {
    const one = data.subarray(i * size, (i + 1) * size);
    const outputs = network.run({ shape: [1, ...picture], data: one });
    for (const [i, id] of wanted.entries()) widen(nodes[id]!, outputs[i]!);
  }
  return { nodes, hash: await hashOf(nodes) };
}

function widen(range: { low: number; high: number }, values: Float32Array): void {
  let { low, high } = range;
  for (const value of values) {
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  range.low = low;
  range.high = high;
}

async function hashOf(nodes: ActivationRanges['nodes']): Promise<string> {
  return sha256(new TextEncoder().encode(JSON.stringify(nodes)));
}
