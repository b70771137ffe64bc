import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { bindings, compute, type Variant, workgroupsFor } from './device';

/**
 * Operations along the last axis: some reductions, then a value for each element. Expressions read
 * the inputs as arrays at `i` (an element) or `column`, and the reductions before them by name.
 */
interface RowOperation {
  key: string;
  /** Of the output's shape, or vectors along the last axis. */
  inputs: Record<string, tf.TensorInfo>;
  reductions: { name: string; by: 'sum' | 'max'; of: string; after?: string }[];
  value: string;
}

const size = 64;
const starts = { sum: '0.0', max: '-3.4e38' };
const combined = {
  sum: (a: string, b: string) => `${a} + ${b}`,
  max: (a: string, b: string) => `max(${a}, ${b})`,
};

export function alongRows(
  backend: WebGPUBackend,
  operation: RowOperation,
  variant: Variant,
  shape: readonly number[],
): tf.TensorInfo {
  const columns = shape.at(-1)!;
  const rows = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
  const direct = variant === 'direct';
  const workgroups = workgroupsFor(rows, direct ? 16 : 1);
  const shader = {
    key: `rows ${variant} ${operation.key} ${rows},${columns}`,
    workgroups,
    code: () => (direct ? directCode : sharedCode)(operation, rows, columns, workgroups[0]),
  };
  return compute(backend, shader, Object.values(operation.inputs), shape);
}

function head({ inputs }: RowOperation, rows: number, columns: number): string {
  const sizes = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [
      name,
      shape.reduce((product, extent) => product * extent, 1),
    ]),
  );
  return bindings(sizes, { out: rows * columns });
}

/** An invocation a row: no workgroup memory, which software renderers are slow with. */
function directCode(operation: RowOperation, rows: number, columns: number, wide: number): string {
  const { reductions, value } = operation;
  const each = (body: string) =>
    `for (var column = 0; column < ${columns}; column++) { let i = row * ${columns} + column; ${body} }`;
  return `${head(operation, rows, columns)}
@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = i32(id.y * ${wide * 16}u + id.x);
  if (row >= ${rows}) { return; }
  ${reductions
    .map(
      ({ name, by, of, after }) => `var ${name} = ${starts[by]};
  ${each(`${name} = ${combined[by](name, of)};`)}
  ${after ? `${name} = ${after};` : ''}`,
    )
    .join('\n')}
  ${each(`out[i] = ${value};`)}
}`;
}

/** A workgroup a row, neighbouring invocations at neighbouring elements; reduced pair by pair. */
function sharedCode(operation: RowOperation, rows: number, columns: number, wide: number): string {
  const { reductions, value } = operation;
  const each = (body: string) =>
    `for (var column = lane; column < ${columns}; column += ${size}) { let i = row * ${columns} + column; ${body} }`;
  return `${head(operation, rows, columns)}
var<workgroup> parts: array<f32, ${size}>;
@compute @workgroup_size(${size})
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  let lane = i32(index);
  let row = i32(group.y * ${wide}u + group.x);
  if (row >= ${rows}) { return; }
  ${reductions
    .map(
      ({ name, by, of, after }) => `var ${name} = ${starts[by]};
  ${each(`${name} = ${combined[by](name, of)};`)}
  parts[lane] = ${name};
  workgroupBarrier();
  for (var reach = ${size / 2}; reach > 0; reach /= 2) {
    if (lane < reach) { parts[lane] = ${combined[by]('parts[lane]', 'parts[lane + reach]')}; }
    workgroupBarrier();
  }
  ${name} = parts[0];
  workgroupBarrier();
  ${after ? `${name} = ${after};` : ''}`,
    )
    .join('\n')}
  ${each(`out[i] = ${value};`)}
}`;
}

type Run = (backend: WebGPUBackend, variant: Variant, ...tensors: tf.TensorInfo[]) => tf.TensorInfo;

const moments = (columns: number, epsilon: number): RowOperation['reductions'] => [
  { name: 'mean', by: 'sum', of: 'x[i]', after: `mean / ${columns}.0` },
  {
    name: 'inverse',
    by: 'sum',
    of: '(x[i] - mean) * (x[i] - mean)',
    after: `inverseSqrt(inverse / ${columns}.0 + ${epsilon})`,
  },
];

/** Of x [..., D] with weight and bias [D]. */
export const layerNorm =
  (epsilon: number): Run =>
  (backend, variant, x, weight, bias) => {
    const reductions = moments(x!.shape.at(-1)!, epsilon);
    const value = '(x[i] - mean) * inverse * weight[column] + bias[column]';
    const inputs = { x: x!, weight: weight!, bias: bias! };
    const key = `layerNorm ${epsilon}`;
    return alongRows(backend, { key, inputs, reductions, value }, variant, x!.shape);
  };

/** (x - mean) / deviation: what layerNorm scales and shifts. */
export const standardise =
  (epsilon: number): Run =>
  (backend, variant, x) => {
    const reductions = moments(x!.shape.at(-1)!, epsilon);
    const value = '(x[i] - mean) * inverse';
    const operation = { key: `standardise ${epsilon}`, inputs: { x: x! }, reductions, value };
    return alongRows(backend, operation, variant, x!.shape);
  };

/** dL/dx of layerNorm, of dy, x and weight. */
export const layerNormInputGradient =
  (epsilon: number): Run =>
  (backend, variant, dy, x, weight) => {
    const columns = x!.shape.at(-1)!;
    const g = 'dy[i] * weight[column]';
    const normal = '(x[i] - mean) * inverse';
    const reductions: RowOperation['reductions'] = [
      ...moments(columns, epsilon),
      { name: 'level', by: 'sum', of: g, after: `level / ${columns}.0` },
      { name: 'along', by: 'sum', of: `${g} * ${normal}`, after: `along / ${columns}.0` },
    ];
    const value = `(${g} - level - ${normal} * along) * inverse`;
    const inputs = { dy: dy!, x: x!, weight: weight! };
    const key = `layerNorm input ${epsilon}`;
    return alongRows(backend, { key, inputs, reductions, value }, variant, x!.shape);
  };

/** softmax(scale * x). */
export const softmax =
  (scale: number): Run =>
  (backend, variant, x) => {
    const reductions: RowOperation['reductions'] = [
      { name: 'most', by: 'max', of: 'x[i]' },
      { name: 'total', by: 'sum', of: `exp((x[i] - most) * ${scale})` },
    ];
    const value = `exp((x[i] - most) * ${scale}) / total`;
    const operation = { key: `softmax ${scale}`, inputs: { x: x! }, reductions, value };
    return alongRows(backend, operation, variant, x!.shape);
  };

/** dL/dx of softmax(scale * x), of dy and the probabilities. */
export const softmaxGradient =
  (scale: number): Run =>
  (backend, variant, dy, p) => {
    const reductions: RowOperation['reductions'] = [
      { name: 'along', by: 'sum', of: 'dy[i] * p[i]' },
    ];
    const value = `p[i] * (dy[i] - along) * ${scale}`;
    const key = `softmax gradient ${scale}`;
    const operation = { key, inputs: { dy: dy!, p: p! }, reductions, value };
    return alongRows(backend, operation, variant, p!.shape);
  };
