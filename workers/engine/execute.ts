import type * as tf from '@tensorflow/tfjs-core';
import type { Graph, Node, NodeId } from '../../model-zoo/graph/types';
import './kernels/stock-gradients';
import { runNode } from './nodes';
import type { ParameterTensors } from './parameters';

/**
 * Runs `graph` on a batch and returns the values at `wanted`, in that order.
 *
 * `input` is [N, ...inputShape], float32. Only the nodes that `wanted` depends on run, and every
 * intermediate is released after its last use, also under a gradient tape (what a gradient needs,
 * tfjs keeps by itself). Neither `input` nor `parameters` is consumed; the results belong to the
 * caller. Nodes in `given` are not computed but have that value, which is not consumed either.
 */
export function execute(
  graph: Graph,
  parameters: ParameterTensors,
  input: tf.Tensor,
  wanted: readonly NodeId[] = [graph.output],
  given: ReadonlyMap<NodeId, tf.Tensor> = new Map(),
): tf.Tensor[] {
  const uses = countUses(graph, wanted, given);
  const values = new Map<NodeId, tf.Tensor>();
  for (const node of graph.nodes) {
    if (!uses.has(node.id)) continue;
    const known = given.get(node.id);
    if (known) {
      values.set(node.id, known.clone());
      continue;
    }
    const inputs = node.inputs.map((id) => read(values, id));
    values.set(node.id, node.op === 'input' ? input.clone() : runNode(node, inputs, parameters));
    for (const id of node.inputs) {
      const left = uses.get(id)! - 1;
      uses.set(id, left);
      if (left === 0) read(values, id).dispose();
    }
  }
  return wanted.map((id) => read(values, id));
}

/** How often each needed node's value is read; being wanted counts as one more that never ends. */
function countUses(
  graph: Graph,
  wanted: readonly NodeId[],
  given: ReadonlyMap<NodeId, unknown>,
): Map<NodeId, number> {
  const uses = new Map<NodeId, number>();
  for (const id of wanted) uses.set(id, Number.POSITIVE_INFINITY);
  for (const node of [...graph.nodes].reverse() as Node[]) {
    if (!uses.has(node.id) || given.has(node.id)) continue;
    for (const id of node.inputs) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  return uses;
}

function read(values: Map<NodeId, tf.Tensor>, id: NodeId): tf.Tensor {
  const value = values.get(id);
  if (!value) throw new Error(`no value for node ${id}: the graph is not in topological order`);
  return value;
}
