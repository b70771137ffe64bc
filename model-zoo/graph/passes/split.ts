import type { Depth } from '../../../core/run';
import { GraphError } from '../graph-error';
import { shapes } from '../shapes';
import type { Graph, NodeId } from '../types';

/**
 * Cuts a graph in two after a stage or a node. The tail's input node has the cut's shape and keeps
 * its id, so nothing is renamed; a tap or the end of a stage that lies at the cut is in both. Cut at
 * the input, the trunk is that one node; cut at the output, the tail is.
 *
 * Throws GraphError where another value than the cut's would have to cross.
 */
export function split(graph: Graph, cut: string): { trunk: Graph; tail: Graph } {
  const at = graph.stages.find((stage) => stage.name === cut)?.end ?? cut;
  const shape = shapes(graph).get(at);
  if (!shape) throw new GraphError(graph.name, at, 'there is no such stage or node to cut at');
  const before = ancestors(graph, at);
  const after = graph.nodes.filter((node) => !before.has(node.id));
  for (const node of after) {
    const crossing = node.inputs.find((id) => id !== at && before.has(id));
    if (crossing !== undefined) {
      throw new GraphError(graph.name, at, `the cut is crossed from ${crossing} to ${node.id}`);
    }
  }
  const trunk = graph.nodes.filter((node) => before.has(node.id));
  return {
    trunk: part({ ...graph, nodes: trunk, output: at }),
    tail: part({ ...graph, nodes: [{ op: 'input', id: at, inputs: [], shape }, ...after] }),
  };
}

/** Where a fine-tune depth freezes: after the backbone, before its last stage, before everything. */
export function cutFor(graph: Graph, depth: Depth): NodeId {
  switch (depth) {
    case 'head': {
      if (graph.taps.pooled !== null) return graph.taps.pooled;
      throw new GraphError(graph.name, null, 'there are no pooled features to cut at');
    }
    case 'last-stage':
      return endOfStage(graph, -2);
    case 'last-two-stages':
      return endOfStage(graph, -3);
    case 'all':
      return graph.nodes[0]!.id;
  }
}

/** `position` counts from the end, as in `Array.at`. */
function endOfStage(graph: Graph, position: number): NodeId {
  const stage = graph.stages.at(position);
  if (stage) return stage.end;
  throw new GraphError(graph.name, null, `there are fewer than ${-position} stages`);
}

/** Leaves out the taps and stages that end outside. */
function part(graph: Graph): Graph {
  const inside = new Set(graph.nodes.map((node) => node.id));
  const kept = (id: NodeId | null) => (id !== null && inside.has(id) ? id : null);
  const { features, pooled, logits } = graph.taps;
  return {
    ...graph,
    taps: { features: kept(features), pooled: kept(pooled), logits: kept(logits) },
    stages: graph.stages.filter((stage) => inside.has(stage.end)),
  };
}

/** The node and everything it is computed from. */
function ancestors(graph: Graph, id: NodeId): Set<NodeId> {
  const result = new Set([id]);
  for (const node of graph.nodes.toReversed()) {
    if (result.has(node.id)) for (const input of node.inputs) result.add(input);
  }
  return result;
}
