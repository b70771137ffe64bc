import type { Graph, Node } from '../types';
import { anchors, consumers } from './consumers';

/**
 * Fuses each activation into the convolution or dense layer it alone reads. The merged node takes
 * the activation's id.
 */
export function fuseActivations(graph: Graph): Graph {
  const readers = consumers(graph);
  const kept = anchors(graph);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const merged = new Set<Node>();
  const nodes = graph.nodes.map((node): Node => {
    if (node.op !== 'activation') return node;
    const source = byId.get(node.inputs[0]!)!;
    if (source.op !== 'conv2d' && source.op !== 'dense') return node;
    const alone = readers.get(source.id)!.length === 1 && !kept.has(source.id);
    if (!alone || source.activation !== null) return node;
    merged.add(source);
    return { ...source, id: node.id, activation: node.kind };
  });
  return { ...graph, nodes: nodes.filter((node) => !merged.has(node)) };
}
