import { GraphError } from './graph-error';
import type { Graph, Node, NodeId, Op } from './types';

const arity: Partial<Record<Op, number>> = { input: 0, add: 2, multiply: 2 };

/** Checks order, ids, arity and that taps, stages and output exist. Throws GraphError. */
export function validate(graph: Graph): void {
  const position = new Map<NodeId, number>();
  graph.nodes.forEach((node, index) => {
    if (position.has(node.id)) throw new GraphError(graph.name, node.id, 'the id is used twice');
    if ((node.op === 'input') !== (index === 0)) {
      throw new GraphError(graph.name, node.id, 'the first node, and no other, is the input');
    }
    checkInputs(graph, node, position);
    position.set(node.id, index);
  });
  const { features, pooled, logits } = graph.taps;
  for (const id of [graph.output, features, pooled, logits]) {
    if (id !== null && !position.has(id)) throw new GraphError(graph.name, id, 'no such node');
  }
  let previous = -1;
  for (const stage of graph.stages) {
    const end = position.get(stage.end);
    if (end === undefined || end <= previous) {
      throw new GraphError(
        graph.name,
        stage.end,
        `stage ${stage.name} does not end after the last`,
      );
    }
    previous = end;
  }
}

function checkInputs(graph: Graph, node: Node, seen: ReadonlyMap<NodeId, number>): void {
  const expected = arity[node.op] ?? 1;
  if (node.inputs.length !== expected) {
    const found = node.inputs.length;
    throw new GraphError(
      graph.name,
      node.id,
      `${node.op} takes ${expected} inputs, found ${found}`,
    );
  }
  for (const input of node.inputs) {
    if (!seen.has(input)) {
      throw new GraphError(graph.name, node.id, `its input ${input} does not come before it`);
    }
  }
}
