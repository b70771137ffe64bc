import { nodeParameters, parameters } from './parameters';
import { shapes, size } from './shapes';
import type { Graph, Node, NodeId, Shape } from './types';

export interface NodeCost {
  /** Trainable values, running statistics excluded. */
  readonly parameters: number;
  readonly macs: number;
  /** Of the node's output, float32; 0 for a view of its input. */
  readonly activationBytes: number;
}

export interface Cost {
  /** Trainable values, as timm counts parameters (running statistics excluded). */
  readonly parameters: number;
  /** Multiply-accumulates of one forward pass of one picture: convolutions, dense layers, attention. */
  readonly macs: number;
  /** Most bytes alive at once in a forward pass that drops each activation after its last use. */
  readonly peakActivationBytes: number;
  /** All activations together: what a backward pass keeps at most. */
  readonly activationBytes: number;
  readonly nodes: ReadonlyMap<NodeId, NodeCost>;
}

const bytesPerValue = 4;

/** What one picture costs; multiply MACs and activations by the batch. Throws GraphError. */
export function cost(graph: Graph): Cost {
  const shapeOf = shapes(graph);
  const nodes = new Map<NodeId, NodeCost>();
  for (const node of graph.nodes) {
    const input: Shape = node.inputs[0] === undefined ? [] : shapeOf.get(node.inputs[0])!;
    const output = shapeOf.get(node.id)!;
    nodes.set(node.id, {
      parameters: trainable(nodeParameters(node, input)),
      macs: macs(node, input, output),
      activationBytes: node.op === 'reshape' ? 0 : bytesPerValue * size(output),
    });
  }
  const sum = (count: (node: NodeCost) => number) =>
    [...nodes.values()].reduce((total, node) => total + count(node), 0);
  return {
    parameters: trainable(parameters(graph)),
    macs: sum((node) => node.macs),
    peakActivationBytes: peak(graph, nodes, (node) => scratchBytes(node, shapeOf)),
    activationBytes: sum((node) => node.activationBytes),
    nodes,
  };
}

function trainable(list: readonly { shape: Shape; trainable: boolean }[]): number {
  return list.reduce((total, { shape, trainable }) => total + (trainable ? size(shape) : 0), 0);
}

function macs(node: Node, input: Shape, output: Shape): number {
  switch (node.op) {
    case 'conv2d': {
      const perOutput = node.groups === 'depthwise' ? 1 : input[2]!;
      return size(output) * node.kernel[0] * node.kernel[1] * perOutput;
    }
    case 'dense':
      return size(output) * input.at(-1)!;
    case 'attention': {
      const [tokens, width] = output as [number, number];
      return 2 * tokens * tokens * width;
    }
    default:
      return 0;
  }
}

/** Replays the forward pass: a node's output is alive from its own turn to its last reader's. */
function peak(
  graph: Graph,
  nodes: ReadonlyMap<NodeId, NodeCost>,
  scratch: (node: Node) => number,
): number {
  /** A view lives in the node it views. */
  const owner = new Map<NodeId, NodeId>();
  const lastUse = new Map<NodeId, number>();
  graph.nodes.forEach((node, turn) => {
    owner.set(node.id, node.op === 'reshape' ? owner.get(node.inputs[0]!)! : node.id);
    for (const id of [node.id, ...node.inputs]) lastUse.set(owner.get(id)!, turn);
  });
  lastUse.set(owner.get(graph.output)!, graph.nodes.length);
  let alive = 0;
  let most = 0;
  graph.nodes.forEach((node, turn) => {
    alive += nodes.get(node.id)!.activationBytes;
    most = Math.max(most, alive + scratch(node));
    for (const id of new Set([node.id, ...node.inputs].map((used) => owner.get(used)!))) {
      if (lastUse.get(id) === turn) alive -= nodes.get(id)!.activationBytes;
    }
  });
  return most;
}

/** Attention holds its weights, [heads, T, T], while it runs. */
function scratchBytes(node: Node, shapeOf: ReadonlyMap<NodeId, Shape>): number {
  if (node.op !== 'attention') return 0;
  const tokens = shapeOf.get(node.id)![0]!;
  return bytesPerValue * node.heads * tokens * tokens;
}
