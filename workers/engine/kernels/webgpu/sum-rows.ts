import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { bindings, compute } from './device';

const size = 64;
/** Rows one invocation adds up; more are shared out and summed in a second pass. */
const longest = 64;

/** Sums [..., C] over all but the last axis into [C]; with `factor`, of one shape, sums the products. */
export function sumRows(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  factor: tf.TensorInfo | null,
): tf.TensorInfo {
  const columns = x.shape.at(-1)!;
  const rows = x.shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
  const parts = Math.max(1, Math.min(Math.round(Math.sqrt(rows)), Math.ceil(rows / longest)));
  const share = Math.ceil(rows / parts);
  const inputs = factor ? [x, factor] : [x];
  const shader = {
    key: `sumRows ${rows},${columns},${share},${inputs.length}`,
    workgroups: [Math.ceil(columns / size), parts, 1] as const,
    code: () => `
${bindings({ x: rows * columns, ...(factor && { factor: rows * columns }) }, { out: parts * columns })}
@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  if (column >= ${columns}u) { return; }
  let end = min((id.y + 1u) * ${share}u, ${rows}u) * ${columns}u;
  var sum = 0.0;
  for (var i = id.y * ${share * columns}u + column; i < end; i += ${columns}u) {
    sum += x[i]${factor ? ' * factor[i]' : ''};
  }
  out[id.y * ${columns}u + column] = sum;
}`,
  };
  if (parts === 1) return compute(backend, shader, inputs, [columns]);
  const partial = compute(backend, shader, inputs, [parts, columns]);
  const sum = sumRows(backend, partial, null);
  backend.disposeData(partial.dataId);
  return sum;
}
