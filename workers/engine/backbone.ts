import type { TrunkInfo } from '../../core/contract/engine';
import type { Depth } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import { cost } from '../../model-zoo/graph/cost';
import { parameters } from '../../model-zoo/graph/parameters';
import { replaceHead } from '../../model-zoo/graph/passes/replace-head';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import { shapes, size } from '../../model-zoo/graph/shapes';
import type { Graph, Parameters } from '../../model-zoo/graph/types';
import type { Inference, MakeInference } from './inference';

/** A loaded backbone, cut for a fine-tune depth. */
export interface Backbone {
  card: Card;
  depth: Depth;
  /** Without classifier. */
  graph: Graph;
  values: Parameters;
  trunk: Inference;
  info: TrunkInfo;
}

/** `graph` is the card's, without classifier. */
export function cutBackbone(
  card: Card,
  graph: Graph,
  values: Parameters,
  depth: Depth,
  makeInference: MakeInference,
): Backbone {
  const cut = cutFor(graph, depth);
  const { trunk, tail } = split(graph, cut);
  const shapeOf = shapes(graph);
  const weights = parameters(graph).reduce((sum, p) => sum + size(p.shape), 0);
  return {
    card,
    depth,
    graph,
    values,
    trunk: makeInference(trunk, values, card.preprocessing),
    info: {
      preprocessing: card.preprocessing,
      cutShape: [...shapeOf.get(cut)!],
      weightsHash: card.weights.sha256,
      parameterBytes: 4 * weights,
      trunkMacs: cost(trunk).macs,
      tailMacs: cost(tail).macs,
      classifier: graph.classifier,
      features: shapeOf.get(graph.output)![0]!,
    },
  };
}

/** The trainable tail in training form, with a classifier. */
export function tailGraph({ graph, depth }: Backbone, classes: number): Graph {
  const whole = replaceHead(graph, classes);
  return split(whole, cutFor(whole, depth)).tail;
}
