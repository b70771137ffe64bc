import type { Shape } from '../../graph/types';
import type { OnnxGraph } from './onnx-graph';

/** Adds a reshape to [N, ...shape]; 0 stands for the batch size as it comes. */
export function reshape(scope: string, x: string, shape: Shape, onnx: OnnxGraph): string {
  return onnx.node(`${scope}/Reshape`, 'Reshape', [x, onnx.ints([0, ...shape])]);
}
