import { GraphError } from '../graph-error';
import type { Graph } from '../types';

/**
 * The same backbone with a classifier for `classes` classes in place of its own, or, with 0, with
 * none: the output is then the pooled features. Throws GraphError without pooled features.
 */
export function replaceHead(graph: Graph, classes: number): Graph {
  const { pooled, logits } = graph.taps;
  if (pooled === null) throw new GraphError(graph.name, null, 'there are no pooled features');
  if (!Number.isInteger(classes) || classes < 0) {
    throw new GraphError(graph.name, logits, `a classifier cannot have ${classes} classes`);
  }
  const end = graph.nodes.findIndex((node) => node.id === pooled);
  const backbone = graph.nodes.slice(0, end + 1);
  if (classes === 0) {
    return { ...graph, nodes: backbone, output: pooled, taps: { ...graph.taps, logits: null } };
  }
  const id = graph.classifier;
  return {
    ...graph,
    nodes: [
      ...backbone,
      {
        op: 'dense',
        id,
        inputs: [pooled],
        units: classes,
        weight: `${id}.weight`,
        bias: `${id}.bias`,
        activation: null,
      },
    ],
    output: id,
    taps: { ...graph.taps, logits: id },
  };
}
