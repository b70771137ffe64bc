import type { Preprocessing } from '../../../core/preprocessing/types';
import { resolvePadding } from '../../graph/padding';
import { nodeParameters } from '../../graph/parameters';
import { foldBatchNorm } from '../../graph/passes/fold-batch-norm';
import { shapes } from '../../graph/shapes';
import type { Graph, InputNode, Node, NodeId, ParameterValue, Shape } from '../../graph/types';
import type { TrainedModel } from '../exported';
import { emit, reshape } from './emit';
import { activation, type FusedEmitter, fusedConvolution, fusedDense } from './fused';
import { tensorShape, type } from './graph-def';
import { exact, isUniform, type Scaled, settled } from './scaled';
import { createGraphDef, floatType, type GraphDefBuilder } from './tensors';

/** What values pass through unchanged, or averaged, or compared: a positive factor may wait. */
const passing = new Set(['globalAveragePool', 'maxPool', 'reshape', 'transpose', 'takeToken']);

/**
 * The inference form of a classifier in TensorFlow's fused operations, normalisation in front and
 * softmax behind it: `image` -> `probabilities`, `logits`.
 */
export function classifierDef(model: TrainedModel, half: boolean): GraphDefBuilder {
  const { graph, parameters } = foldBatchNorm(model.graph, model.parameters);
  const def = createGraphDef();
  const shapeOf = shapes(graph);
  const values = new Map<NodeId, Scaled>();
  const parameter = (name: string): ParameterValue => parameters.get(name)!;
  const to: FusedEmitter = { def, parameter, half };

  const settle = (id: NodeId): string => {
    const name = settled(`${id}/settled`, values.get(id)!, def);
    values.set(id, exact(name));
    return name;
  };

  const stock = (node: Node, inputs: readonly string[]): string => {
    const inputShapes = node.inputs.map((id) => shapeOf.get(id)!);
    for (const { name, shape } of nodeParameters(node, inputShapes[0]!)) {
      def.constant(name, shape, parameter(name).data, half);
    }
    const shape = shapeOf.get(node.id)!;
    return emit(node, { def, inputs, inputShapes, shape, parameter: (name) => name });
  };

  const scaledOf = (node: Node): Scaled => {
    const [x, y] = node.inputs.map((id) => values.get(id)!) as [Scaled, Scaled];
    switch (node.op) {
      case 'input':
        return pixels(node, graph, model.preprocessing, def);
      case 'conv2d':
        return fusedConvolution(node, x, to);
      case 'dense':
        return fusedDense(node, x, shapeOf.get(node.inputs[0]!)!, to);
      case 'activation':
        return activation(node.id, node.kind, x, def);
      case 'multiply':
        if (!isUniform(x) || !isUniform(y)) break;
        return {
          name: stock(node, [x.name, y.name]),
          scale: (x.scale as number) * (y.scale as number),
          shift: null,
        };
      default:
        if (!passing.has(node.op) || !isUniform(x)) break;
        return { ...x, name: stock(node, [x.name]) };
    }
    return exact(stock(node, node.inputs.map(settle)));
  };

  for (const node of graph.nodes) values.set(node.id, scaledOf(node));
  def.node('logits', 'Identity', [settle(graph.output)], floatType);
  def.node('probabilities', 'Softmax', ['logits'], floatType);
  return def;
}

/**
 * The placeholder, and what of the normalisation cannot move into the first convolution: the mean,
 * where the convolution pads, since it pads with zeros that come after normalising.
 */
function pixels(
  node: InputNode,
  graph: Graph,
  { mean, std }: Preprocessing,
  def: GraphDefBuilder,
): Scaled {
  const image = def.node('image', 'Placeholder', [], {
    dtype: type('DT_FLOAT'),
    shape: { shape: tensorShape([-1, ...node.shape]) },
  });
  const scale = std.map((spread) => 1 / (255 * spread));
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(node.id));
  if (readers.some((reader) => reader.op !== 'conv2d')) {
    throw new Error(`${graph.name} does not begin with convolutions`);
  }
  if (!readers.some((reader) => pads(reader, node.shape))) {
    return { name: image, scale, shift: mean.map((level, c) => -level / std[c]!) };
  }
  // Row by row: subtracting three numbers at a time would be slow.
  const [height, width, channels] = node.shape as [number, number, number];
  const levels = Float32Array.from(
    { length: width * channels },
    (_, i) => 255 * mean[i % channels]!,
  );
  const rows = reshape('image/rows', image, [height, width * channels], def);
  const centred = def.node(
    'image/centred',
    'Sub',
    [rows, def.constant('const/mean', [levels.length], levels)],
    floatType,
  );
  return { name: reshape('image/normalised', centred, node.shape, def), scale, shift: null };
}

function pads(node: Node, [height, width]: Shape): boolean {
  if (node.op !== 'conv2d') return false;
  const { padding, kernel, stride } = node;
  const sides = resolvePadding(padding, [height!, width!], kernel, stride);
  return Object.values(sides).some((side) => side > 0);
}
