import type { Activation, NodeId } from '../../graph/types';
import type { OnnxGraph } from './onnx-graph';

/** Adds an activation of the value `x` under the scope of a node's id; returns its output's name. */
export function activation(id: NodeId, kind: Activation, x: string, onnx: OnnxGraph): string {
  const op = (name: string, type: string, inputs: string[], attributes = {}) =>
    onnx.node(`${id}/${name}`, type, inputs, attributes);
  switch (kind) {
    case 'relu':
      return op('Relu', 'Relu', [x]);
    case 'relu6':
      return op('Clip', 'Clip', [x, onnx.floats(0), onnx.floats(6)]);
    case 'sigmoid':
      return op('Sigmoid', 'Sigmoid', [x]);
    case 'silu':
      return op('silu', 'Mul', [x, op('Sigmoid', 'Sigmoid', [x])]);
    case 'hardSigmoid':
      return op('HardSigmoid', 'HardSigmoid', [x], { alpha: { float: 1 / 6 } });
    case 'hardSwish':
      return op('HardSwish', 'HardSwish', [x]);
    case 'gelu': {
      // x * (1 + erf(x / sqrt 2)) / 2, in the order onnxruntime knows and computes as one.
      const erf = op('Erf', 'Erf', [op('scaled', 'Div', [x, onnx.floats(Math.SQRT2)])]);
      const product = op('product', 'Mul', [x, op('shifted', 'Add', [erf, onnx.floats(1)])]);
      return op('gelu', 'Mul', [product, onnx.floats(0.5)]);
    }
  }
}
