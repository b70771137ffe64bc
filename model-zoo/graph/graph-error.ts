import type { NodeId } from './types';

/** A graph that cannot be: a fault of whoever built or rewrote it. Names the node. */
export class GraphError extends Error {
  readonly node: NodeId | null;

  constructor(graph: string, node: NodeId | null, detail: string) {
    super(node === null ? `${graph}: ${detail}` : `${graph}, node ${node}: ${detail}`);
    this.name = 'GraphError';
    this.node = node;
  }
}
