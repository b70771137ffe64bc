import type { Graph, Node, NodeId } from '../types';

/** Who reads each node, in order. */
export function consumers(graph: Graph): Map<NodeId, Node[]> {
  const result = new Map<NodeId, Node[]>(graph.nodes.map((node) => [node.id, []]));
  for (const node of graph.nodes) for (const input of node.inputs) result.get(input)!.push(node);
  return result;
}

/** Nodes that must keep their value: the output, the taps, the ends of stages. */
export function anchors(graph: Graph): Set<NodeId> {
  const taps = Object.values(graph.taps) as (NodeId | null)[];
  const kept = [graph.output, ...taps, ...graph.stages.map((stage) => stage.end)];
  return new Set(kept.filter((id) => id !== null));
}
