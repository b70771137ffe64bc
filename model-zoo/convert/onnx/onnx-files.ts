import { LensmithError } from '../../../core/errors';
import type { Preprocessing } from '../../../core/preprocessing/types';
import { parameters } from '../../graph/parameters';
import { foldBatchNorm } from '../../graph/passes/fold-batch-norm';
import { shapes } from '../../graph/shapes';
import type { InputNode, NodeId } from '../../graph/types';
import type { ExportedFile, TrainedModel } from '../exported';
import { emit } from './emit';
import { createLayouts, type Value } from './layout';
import { encodeModel, type OnnxValue } from './messages';
import { createOnnxGraph, type OnnxGraph } from './onnx-graph';
import { write } from './protobuf';
import { createWeights } from './weights';

/**
 * `uint8`: input `image` uint8 [N, H, W, 3], normalised inside. `float`: input `image` float32
 * [N, 3, H, W], normalised outside. `int8`: input as `uint8`, matrices and convolutions in 8 bits.
 */
export type OnnxVariant = 'uint8' | 'float' | 'int8';

/** Protocol buffers count in 32 bits. */
const mostBytes = 2 ** 31 - 1;

/**
 * A classifier as `model.onnx`: operator set 17, in inference form, any batch size. Outputs are
 * `probabilities` and `logits`, float32 [N, classes]. Constants of parameters keep timm's names
 * (values have batch norm folded in). Metadata: `architecture`; `classes` and `preprocessing` as JSON.
 *
 * Throws weightsMismatch when a parameter is missing or has another shape, and onnxTooLarge.
 */
export function onnxFiles(
  model: TrainedModel,
  { variant }: { variant: OnnxVariant },
): ExportedFile[] {
  checkParameters(model);
  const { graph, parameters } = foldBatchNorm(model.graph, model.parameters);
  const onnx = createOnnxGraph();
  const arrange = createLayouts(onnx);
  const weight = createWeights(onnx, parameters, variant === 'int8' ? 'int8' : 'float32');
  const shapeOf = shapes(graph);
  const values = new Map<NodeId, Value>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => values.get(id)!);
    const shape = shapeOf.get(node.id)!;
    const value =
      node.op === 'input'
        ? pictures(shape, variant, model.preprocessing, onnx)
        : emit(node, { onnx, inputs, shape, arrange, weight });
    values.set(node.id, value);
  }
  onnx.rename(values.get(graph.output)!.name, 'logits');
  onnx.node('probabilities', 'Softmax', ['logits'], { axis: { int: 1 } });
  const [height, width, channels] = (graph.nodes[0] as InputNode).shape as [number, number, number];
  const input: OnnxValue =
    variant === 'float'
      ? { name: 'image', type: 'float32', shape: [channels, height, width] }
      : { name: 'image', type: 'uint8', shape: [height, width, channels] };
  const output = (name: string): OnnxValue => ({
    name,
    type: 'float32',
    shape: [model.classes.length],
  });
  const encoded = encodeModel({
    name: model.architecture,
    nodes: onnx.nodes,
    tensors: onnx.tensors,
    inputs: [input],
    outputs: [output('probabilities'), output('logits')],
    metadata: {
      architecture: model.architecture,
      classes: JSON.stringify(model.classes),
      preprocessing: JSON.stringify(model.preprocessing),
    },
  });
  const { bytes } = encoded;
  if (bytes > mostBytes) {
    throw new LensmithError('onnxTooLarge', { gigabytes: (bytes / 2 ** 30).toFixed(1) });
  }
  return [{ path: 'model.onnx', bytes, content: () => write(encoded) }];
}

/** The network's input, from what the file takes. */
function pictures(
  shape: readonly number[],
  variant: OnnxVariant,
  { mean, std }: Preprocessing,
  onnx: OnnxGraph,
): Value {
  if (variant === 'float') return { name: 'image', shape, layout: 'channelsFirst' };
  const op = (type: string, inputs: string[], attributes = {}) =>
    onnx.node(`image/${type}`, type, inputs, attributes);
  const perChannel = (list: readonly number[]) => onnx.floats(list, [3, 1, 1]);
  const wide = op('Cast', ['image'], { to: { int: 1 } });
  const planes = op('Transpose', [wide], { perm: { ints: [0, 3, 1, 2] } });
  const centred = op('Sub', [planes, perChannel(mean.map((level) => level * 255))]);
  const scaled = op('Mul', [centred, perChannel(std.map((spread) => 1 / (spread * 255)))]);
  return { name: scaled, shape, layout: 'channelsFirst' };
}

function checkParameters({ graph, parameters: values }: TrainedModel): void {
  for (const { name, shape } of parameters(graph)) {
    const value = values.get(name);
    if (value && String(value.shape) === String(shape)) continue;
    throw new LensmithError('weightsMismatch', {
      backbone: graph.name,
      tensor: name,
      expected: `[${shape.join(', ')}]`,
      found: value ? `[${value.shape.join(', ')}]` : 'nothing',
    });
  }
}
