import { consumers } from '../../../model-zoo/graph/passes/consumers';
import type { Activation, Graph, Node, NodeId } from '../../../model-zoo/graph/types';

/** A node, and what is done to its value in the same pass. */
export interface Operation {
  /** The value it makes: the id of the last node it stands for. */
  id: NodeId;
  node: Node;
  /** Of `node`. */
  inputs: readonly NodeId[];
  /** Added before the activation. */
  residual: NodeId | null;
  activation: Activation | null;
}

/**
 * A graph's nodes in the order they run: only what `wanted` depends on, and each addition that
 * follows a convolution or dense layer, with the activation behind it, as part of that.
 */
export function operations(graph: Graph, wanted: readonly NodeId[]): Operation[] {
  const readers = consumers(graph);
  const kept = new Set(wanted);
  const byId = new Map<NodeId, Operation>();
  /** Alone in reading it, a node may take over its input's place. */
  const alone = (id: NodeId) => !kept.has(id) && readers.get(id)!.length === 1;
  for (const node of graph.nodes) {
    const fused = node.op === 'add' ? addition(node.inputs) : activated(node);
    const { id, inputs } = node;
    byId.set(id, fused ? { ...fused, id } : plain(node, inputs));
    if (fused) byId.delete(fused.id);
  }
  return needed([...byId.values()], wanted);

  function addition(inputs: readonly NodeId[]): Operation | null {
    for (const [i, id] of inputs.entries()) {
      const source = byId.get(id)!;
      const free = source.residual === null && source.activation === null;
      if (isProduct(source.node) && free && alone(id))
        return { ...source, residual: inputs[1 - i]! };
    }
    return null;
  }

  function activated(node: Node): Operation | null {
    if (node.op !== 'activation') return null;
    const source = byId.get(node.inputs[0]!)!;
    const takes = isProduct(source.node) || source.node.op === 'add';
    if (!takes || source.activation !== null || !alone(source.id)) return null;
    return { ...source, activation: node.kind };
  }
}

function plain(node: Node, inputs: readonly NodeId[]): Operation {
  const activation =
    node.op === 'conv2d' || node.op === 'dense'
      ? node.activation
      : node.op === 'activation'
        ? node.kind
        : null;
  return { id: node.id, node, inputs, residual: null, activation };
}

function isProduct(node: Node): boolean {
  return node.op === 'dense' || (node.op === 'conv2d' && node.groups === 1);
}

/** What an operation reads. */
export function reads({ inputs, residual }: Operation): readonly NodeId[] {
  return residual === null ? inputs : [...inputs, residual];
}

function needed(all: readonly Operation[], wanted: readonly NodeId[]): Operation[] {
  const ids = new Set(wanted);
  for (const operation of all.toReversed()) {
    if (ids.has(operation.id)) for (const id of reads(operation)) ids.add(id);
  }
  return all.filter(({ id }, index) => index === 0 || ids.has(id));
}
