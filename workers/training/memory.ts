import type { Backend, Depth } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import { cost } from '../../model-zoo/graph/cost';
import { replaceHead } from '../../model-zoo/graph/passes/replace-head';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import { shapes, size } from '../../model-zoo/graph/shapes';
import type { Graph } from '../../model-zoo/graph/types';
import { backboneGraph } from '../../model-zoo/zoo';
import { TRUNK_BATCH } from './features';

/** What one engine has to hold. */
export interface MemoryNeed {
  /** Most bytes at once. */
  bytes: number;
  /** The biggest single tensor: a GPU bounds it on its own. */
  largestTensor: number;
}

const BYTES_PER_VALUE = 4;

/**
 * Bytes held at the height of a step for every byte of the forward pass's activations: what a
 * backward pass keeps (a convolution before and after its activation) and what it computes.
 */
const HELD_PER_ACTIVATION = 3.5;
/** Of a transformer, whose norms, projections and attention each keep more than one value. */
const HELD_PER_TOKEN_ACTIVATION = 6;
/** Values per trainable parameter: itself, its gradient, two moments, and room to compute in. */
const HELD_PER_PARAMETER = 6;
/** Inference keeps what is alive, and as much again while an unfused activation is computed. */
const HELD_PER_ALIVE = 2.5;

/**
 * A step of AdamW on everything behind the cut at `batch` pictures, beside the frozen trunk, whose
 * weights stay loaded. For depth `head`, whose fit depends on the pictures, the trunk alone.
 */
export function trainingNeed(
  card: Card,
  depth: Depth,
  classes: number,
  batch: number,
  backend: Backend,
): MemoryNeed {
  const trunk = trunkNeed(card, depth, backend);
  if (depth === 'head') return trunk;
  const { tail } = parts(card, depth, classes);
  const { activationBytes, parameters, nodes } = cost(tail);
  const held = isTransformer(tail) ? HELD_PER_TOKEN_ACTIVATION : HELD_PER_ACTIVATION;
  const weights = BYTES_PER_VALUE * (card.parameters + HELD_PER_PARAMETER * parameters);
  const largest = Math.max(...Array.from(nodes.values(), (node) => node.activationBytes));
  return {
    bytes: Math.max(trunk.bytes, weights + batch * held * activationBytes),
    largestTensor: Math.max(trunk.largestTensor, batch * largest),
  };
}

/** The frozen part in inference form, at the batch that engines compute at once. */
export function trunkNeed(card: Card, depth: Depth, backend: Backend): MemoryNeed {
  const { trunk } = parts(card, depth, 0);
  const { peakActivationBytes, nodes } = cost(trunk);
  const batch = TRUNK_BATCH[backend];
  const largest = Math.max(...Array.from(nodes.values(), (node) => node.activationBytes));
  return {
    bytes: BYTES_PER_VALUE * card.parameters + batch * HELD_PER_ALIVE * peakActivationBytes,
    largestTensor: batch * largest,
  };
}

/** What the feature cache keeps of one picture: activations at the cut in fp16, or its pixels. */
export function featureBytes(card: Card, depth: Depth): number {
  if (depth === 'all') {
    const [height, width] = card.preprocessing.inputSize;
    return height * width * 3;
  }
  const graph = backboneGraph(card);
  return 2 * size(shapes(graph).get(cutFor(graph, depth))!);
}

function parts(card: Card, depth: Depth, classes: number): { trunk: Graph; tail: Graph } {
  const graph = backboneGraph(card);
  const whole = classes > 0 ? replaceHead(graph, classes) : graph;
  return split(whole, cutFor(whole, depth));
}

function isTransformer(graph: Graph): boolean {
  return graph.nodes.some((node) => node.op === 'attention');
}
