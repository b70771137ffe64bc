import * as tf from '@tensorflow/tfjs-core';
import type { PixelBatch, TensorData } from '../../../core/contract/engine';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { foldBatchNorm } from '../../../model-zoo/graph/passes/fold-batch-norm';
import type { AttentionNode, Graph, Parameters } from '../../../model-zoo/graph/types';
import { execute } from '../execute';
import { disposeAll, upload } from '../parameters';
import { asTensor } from '../pixels';

/**
 * Attention rollout (Abnar & Zuidema 2020): how much of each token reaches the class token when
 * every block hands on half of what it has and half of what its heads, averaged, attend to. It knows
 * no classes. The network is uploaded for the call and released: this is the rare question.
 *
 * `picture` holds one. `rollout` is [tokens], and sums to 1; `forwardEnd` is performance.now().
 */
export async function attentionRollout(
  graph: Graph,
  values: Parameters,
  picture: PixelBatch | TensorData,
  preprocessing: Preprocessing,
): Promise<{ logits: Float32Array; rollout: Float32Array; layer: string; forwardEnd: number }> {
  const attentions = graph.nodes.filter((node) => node.op === 'attention');
  const folded = foldBatchNorm(graph, values);
  const tensors = upload(folded.graph, folded.parameters);
  const input = asTensor(picture, preprocessing);
  const wanted = [graph.output, ...attentions.map(({ inputs }) => inputs[0]!)];
  const outputs = execute(folded.graph, tensors, input, wanted);
  try {
    const [logits, ...packed] = (await Promise.all(outputs.map((x) => x.data()))) as Float32Array[];
    const forwardEnd = performance.now();
    const tokens = outputs[1]!.shape[1]!;
    let share: Float64Array = new Float64Array(tokens);
    share[0] = 1;
    for (const [i, node] of [...attentions.entries()].reverse()) {
      share = handedOn(share, packed[i]!, node);
    }
    const layer = attentions.at(-1)!.id;
    return {
      logits: Float32Array.from(logits!),
      rollout: Float32Array.from(share),
      layer,
      forwardEnd,
    };
  } finally {
    tf.dispose([input, ...outputs]);
    disposeAll(tensors);
  }
}

/** Where a block had its tokens' shares from: share (A + I) / 2, A averaged over heads. */
function handedOn(
  share: Float64Array,
  packed: Float32Array,
  { heads }: AttentionNode,
): Float64Array {
  const tokens = share.length;
  const step = packed.length / tokens;
  const width = step / (3 * heads);
  const from = share.map((value) => value / 2);
  const row = new Float64Array(tokens);
  for (let i = 0; i < tokens; i++) {
    if (share[i] === 0) continue;
    for (let head = 0; head < heads; head++) {
      const q = i * step + head * width;
      for (let j = 0; j < tokens; j++) {
        const k = j * step + (heads + head) * width;
        let sum = 0;
        for (let d = 0; d < width; d++) sum += packed[q + d]! * packed[k + d]!;
        row[j] = sum / Math.sqrt(width);
      }
      const most = row.reduce((a, b) => Math.max(a, b));
      let total = 0;
      for (let j = 0; j < tokens; j++) total += row[j] = Math.exp(row[j]! - most);
      for (let j = 0; j < tokens; j++) from[j]! += (share[i]! * row[j]!) / (2 * heads * total);
    }
  }
  return from;
}
