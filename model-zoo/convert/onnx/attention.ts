import type { AttentionNode, Shape } from '../../graph/types';
import type { OnnxGraph } from './onnx-graph';
import { reshape } from './reshape';

/**
 * Adds multi-head scaled dot-product attention over a packed projection `x`, [N, T, 3 D]; returns the
 * name of its output, [N, ...shape].
 */
export function attention(node: AttentionNode, x: string, shape: Shape, onnx: OnnxGraph): string {
  const [tokens, width] = shape as [number, number];
  const id = node.id;
  const perHead = width / node.heads;
  const packed = reshape(id, x, [tokens, 3, node.heads, perHead], onnx);
  const perPart = onnx.node(`${id}/parts`, 'Transpose', [packed], {
    perm: { ints: [2, 0, 3, 1, 4] },
  });
  const [query, key, value] = ['query', 'key', 'value'].map((name, part) =>
    onnx.node(`${id}/${name}`, 'Gather', [perPart, onnx.ints(part)], { axis: { int: 0 } }),
  ) as [string, string, string];
  const scaled = onnx.node(`${id}/scaled`, 'Mul', [query, onnx.floats(1 / Math.sqrt(perHead))]);
  const turned = onnx.node(`${id}/turned`, 'Transpose', [key], { perm: { ints: [0, 1, 3, 2] } });
  const scores = onnx.node(`${id}/scores`, 'MatMul', [scaled, turned]);
  const weights = onnx.node(`${id}/Softmax`, 'Softmax', [scores], { axis: { int: 3 } });
  const mixed = onnx.node(`${id}/mixed`, 'MatMul', [weights, value]);
  const merged = onnx.node(`${id}/merged`, 'Transpose', [mixed], { perm: { ints: [0, 2, 1, 3] } });
  return reshape(`${id}/merged`, merged, shape, onnx);
}
