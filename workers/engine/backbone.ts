import type * as tf from '@tensorflow/tfjs-core';
import type { TrunkInfo } from '../../core/contract/engine';
import type { Depth } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import { cost } from '../../model-zoo/graph/cost';
import { parameters } from '../../model-zoo/graph/parameters';
import { foldBatchNorm } from '../../model-zoo/graph/passes/fold-batch-norm';
import { replaceHead } from '../../model-zoo/graph/passes/replace-head';
import { cutFor, split } from '../../model-zoo/graph/passes/split';
import { shapes, size } from '../../model-zoo/graph/shapes';
import type { Graph, Parameters } from '../../model-zoo/graph/types';
import { execute } from './execute';
import { disposeAll, upload } from './parameters';

/** A graph in inference form on the device. */
export interface Inference {
  /** [N, ...inputShape] to the graph's output, which the caller owns; consumes nothing. */
  run(input: tf.Tensor): tf.Tensor;
  dispose(): void;
}

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

/** Batch norm folded, activations fused, uploaded. */
export function inference(graph: Graph, values: Parameters): Inference {
  const folded = foldBatchNorm(graph, values);
  const tensors = upload(folded.graph, folded.parameters);
  return {
    run: (input) => execute(folded.graph, tensors, input)[0]!,
    dispose: () => disposeAll(tensors),
  };
}

/** `graph` is the card's, without classifier. */
export function cutBackbone(card: Card, graph: Graph, values: Parameters, depth: Depth): Backbone {
  const cut = cutFor(graph, depth);
  const { trunk, tail } = split(graph, cut);
  const shapeOf = shapes(graph);
  const weights = parameters(graph).reduce((sum, p) => sum + size(p.shape), 0);
  return {
    card,
    depth,
    graph,
    values,
    trunk: inference(trunk, values),
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
