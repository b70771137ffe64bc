import type { Preprocessing } from '../../../core/preprocessing/types';
import { foldBatchNorm } from '../../graph/passes/fold-batch-norm';
import { shapes } from '../../graph/shapes';
import type { InputNode, NodeId, Shape } from '../../graph/types';
import type { TrainedModel } from '../exported';
import { emit } from './emit';
import { createLayouts, type Value } from './layout';
import type { OnnxModel, OnnxValue } from './messages';
import { createOnnxGraph, type OnnxGraph } from './onnx-graph';
import { roundedWeights } from './quantise';
import { createWeights } from './weights';

/**
 * `uint8`: input `image` uint8 [N, H, W, 3], normalised inside. `float`: input `image` float32
 * [N, 3, H, W], normalised outside. `int8`: input as `uint8`, the large matrices and convolutions in 8 bits.
 */
export type OnnxVariant = 'uint8' | 'float' | 'int8';

/** The inference form of a classifier in ONNX's operations, the softmax behind it. */
export function inOnnx(model: TrainedModel, variant: OnnxVariant): OnnxModel {
  const { architecture, classes, preprocessing } = model;
  const { graph, parameters } = foldBatchNorm(model.graph, model.parameters);
  const onnx = createOnnxGraph();
  const arrange = createLayouts(onnx);
  const rounded = variant === 'int8' ? roundedWeights(graph) : new Set<string>();
  const weight = createWeights(onnx, parameters, rounded);
  const shapeOf = shapes(graph);
  const values = new Map<NodeId, Value>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => values.get(id)!);
    const shape = shapeOf.get(node.id)!;
    const value =
      node.op === 'input'
        ? pictures(shape, variant, preprocessing, onnx)
        : emit(node, { onnx, inputs, shape, arrange, weight });
    values.set(node.id, value);
  }
  onnx.rename(values.get(graph.output)!.name, 'logits');
  onnx.node('probabilities', 'Softmax', ['logits'], { axis: { int: 1 } });
  const output = (name: string): OnnxValue => ({
    name,
    type: 'float32',
    shape: shapeOf.get(graph.output)!,
  });
  return {
    name: architecture,
    nodes: onnx.nodes,
    tensors: onnx.tensors,
    inputs: [image(graph.nodes[0] as InputNode, variant)],
    outputs: [output('probabilities'), output('logits')],
    metadata: {
      architecture,
      classes: JSON.stringify(classes),
      preprocessing: JSON.stringify(preprocessing),
    },
  };
}

function image({ shape }: InputNode, variant: OnnxVariant): OnnxValue {
  const [height, width, channels] = shape as [number, number, number];
  return variant === 'float'
    ? { name: 'image', type: 'float32', shape: [channels, height, width] }
    : { name: 'image', type: 'uint8', shape };
}

/** What the network is shown, made of what the file takes. */
function pictures(
  shape: Shape,
  variant: OnnxVariant,
  { mean, std }: Preprocessing,
  onnx: OnnxGraph,
): Value {
  if (variant === 'float') return { name: 'image', shape, layout: 'channelsFirst' };
  const op = (type: string, inputs: string[], attributes = {}) =>
    onnx.node(`image/${type}`, type, inputs, attributes);
  const perChannel = (list: readonly number[]) => onnx.floats(list, [3, 1, 1]);
  const wide = op('Cast', ['image'], { to: { type: 'float32' } });
  const planes = op('Transpose', [wide], { perm: { ints: [0, 3, 1, 2] } });
  const centred = op('Sub', [planes, perChannel(mean.map((level) => level * 255))]);
  const scaled = op('Mul', [centred, perChannel(std.map((spread) => 1 / (spread * 255)))]);
  return { name: scaled, shape, layout: 'channelsFirst' };
}
