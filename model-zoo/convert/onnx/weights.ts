import type { Parameter, Parameters, ParameterValue } from '../../graph/types';
import { torchShape, toTorchLayout } from '../torch-layout';
import type { OnnxGraph } from './onnx-graph';
import { outputChannels, quantise, scales } from './quantise';

type Layout = 'torch' | 'internal';

/**
 * Adds parameters as constants, each once, under their own names; their bytes are made when the
 * file is written. Those in `rounded` become 8-bit integers with a scale for each output channel and
 * the operation that multiplies them.
 */
export function createWeights(
  onnx: OnnxGraph,
  parameters: Parameters,
  rounded: ReadonlySet<string>,
): (parameter: Parameter, layout: Layout) => string {
  const written = new Map<string, string>();
  const add = (parameter: Parameter, layout: Layout): string => {
    const value = parameters.get(parameter.name)!;
    const shape = layout === 'torch' ? torchShape(parameter.kind, value.shape) : value.shape;
    const arranged = (given: ParameterValue) =>
      layout === 'torch' ? toTorchLayout(parameter.kind, given).data : given.data;
    const { name } = parameter;
    if (!rounded.has(name)) {
      return onnx.constant(name, 'float32', shape, () => bytesOf(arranged(value)));
    }
    const integers = () => new Uint8Array(Int8Array.from(arranged(quantise(value))).buffer);
    const steps = () => bytesOf(scales(value));
    const stored = [
      onnx.constant(`${name}_quantized`, 'int8', shape, integers),
      onnx.constant(`${name}_scale`, 'float32', [outputChannels(value.shape)], steps),
    ];
    // The output channel is PyTorch's first axis and our last.
    const axis = layout === 'torch' ? 0 : shape.length - 1;
    return onnx.node(name, 'DequantizeLinear', stored, { axis: { int: axis } });
  };
  return (parameter, layout) => {
    const name = written.get(parameter.name) ?? add(parameter, layout);
    written.set(parameter.name, name);
    return name;
  };
}

/** Not to be written to: it may be the model's own memory. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
