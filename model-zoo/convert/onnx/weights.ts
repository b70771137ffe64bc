import type { Parameter, Parameters } from '../../graph/types';
import { torchShape, toTorchLayout } from '../torch-layout';
import type { OnnxGraph } from './onnx-graph';
import { quantise, scales } from './quantise';

/** PyTorch's, or a dense layer's matrix as [in, out], which a product of tokens wants. */
export type WeightLayout = 'torch' | 'turned';

/**
 * Adds parameters as constants, each once, under their own names; their bytes are made when the
 * file is written. Those in `rounded` become 8-bit integers with a scale for each output channel and
 * the operation that multiplies them.
 */
export function createWeights(
  onnx: OnnxGraph,
  parameters: Parameters,
  rounded: ReadonlySet<string>,
): (parameter: Parameter, layout: WeightLayout) => string {
  const written = new Map<string, string>();
  const add = ({ name, kind }: Parameter, layout: WeightLayout): string => {
    const value = parameters.get(name)!;
    const shape = torchShape(kind, value.shape);
    if (!rounded.has(name)) {
      return layout === 'torch'
        ? onnx.constant(name, 'float32', shape, () => bytesOf(toTorchLayout(kind, value).data))
        : onnx.constant(name, 'float32', value.shape, () => bytesOf(value.data));
    }
    const integers = () => Int8Array.from(toTorchLayout(kind, quantise(value)).data);
    const stored = [
      onnx.constant(`${name}_quantized`, 'int8', shape, () => new Uint8Array(integers().buffer)),
      onnx.constant(`${name}_scale`, 'float32', [shape[0]!], () => bytesOf(scales(value))),
    ];
    const exact = onnx.node(name, 'DequantizeLinear', stored, { axis: { int: 0 } });
    if (layout === 'torch') return exact;
    // Scales along the last axis would be several times slower in onnxruntime, which makes this
    // transposition a part of the product.
    return onnx.node(`${name}/turned`, 'Transpose', [exact], { perm: { ints: [1, 0] } });
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
