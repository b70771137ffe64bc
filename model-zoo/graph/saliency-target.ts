import { GraphError } from './graph-error';
import { shapes } from './shapes';
import type { Graph, NodeId, Shape } from './types';

/** Where a network's evidence is read, and where its graph is cut to get there. */
export interface SaliencyTarget {
  /** The node whose values are explained: a map [h, w, C], or tokens [first + h * w, D]. */
  layer: NodeId;
  /**
   * Where to split: `layer` itself, or in a transformer the residual stream that its block reads;
   * between the two there are only nodes that read nothing else.
   */
  cut: NodeId;
  grid: [height: number, width: number];
  /** Tokens before the grid's: the class token; 0 for maps. */
  first: number;
}

/** Fewest cells a side that show where something is. */
const leastSide = 7;

/**
 * Of a network with maps: the deepest end of a stage (or the last feature map) that has at least
 * 7 x 7 cells; where none has, the one with the most. Ends of stages are the last values of their
 * resolution, behind the sum with the residual and its activation, and nothing else crosses there.
 * Of a network with tokens: the norm that the last attention reads, since behind it the classifier
 * depends on the patches' tokens no more. See docs/decisions/0008-saliency-target.md.
 *
 * Throws GraphError where there is neither.
 */
export function saliencyTarget(graph: Graph): SaliencyTarget {
  const shapeOf = shapes(graph);
  const { features, pooled } = graph.taps;
  if (features !== null && shapeOf.get(features)!.length === 2) return lastNorm(graph, shapeOf);
  const ends = [...graph.stages.map((stage) => stage.end), ...(features ? [features] : [])];
  const order = new Map(graph.nodes.map((node, index) => [node.id, index]));
  const maps = ends
    .filter((id) => id !== pooled && shapeOf.get(id)!.length === 3)
    .sort((a, b) => order.get(b)! - order.get(a)!);
  const side = (id: NodeId) => Math.min(...shapeOf.get(id)!.slice(0, 2));
  const most = Math.max(...maps.map(side));
  const layer = maps.find((id) => side(id) >= Math.min(leastSide, most));
  if (layer === undefined) throw new GraphError(graph.name, null, 'there is no feature map');
  const [height, width] = shapeOf.get(layer) as [number, number, number];
  return { layer, cut: layer, grid: [height, width], first: 0 };
}

function lastNorm(graph: Graph, shapeOf: ReadonlyMap<NodeId, Shape>): SaliencyTarget {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  let node = graph.nodes.findLast(({ op }) => op === 'attention');
  while (node && node.op !== 'layerNorm') node = byId.get(node.inputs[0]!);
  if (!node) throw new GraphError(graph.name, null, 'no norm comes before an attention');
  const tokens = shapeOf.get(node.id)![0]!;
  const grid = graph.nodes
    .map(({ id }) => shapeOf.get(id)!)
    .findLast((shape) => shape.length === 3) as Shape;
  const [height, width] = grid as [number, number];
  return {
    ...{ layer: node.id, cut: node.inputs[0]!, grid: [height, width] },
    first: tokens - height * width,
  };
}
