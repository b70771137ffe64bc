import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { makeTensor, type Variant } from './device';
import { runGemm, runGemmInto } from './gemm';
import type { Gemm } from './gemm-spec';
import { softmax, softmaxGradient } from './rows';

/**
 * Attention whose products read queries, keys and values where they lie in [N, T, 3 D] (timm's
 * packing: 3, heads, width) and write heads where they belong, so that nothing is split, transposed
 * or put together. A matrix of the batch is one head of one picture.
 */

interface Sizes {
  n: number;
  t: number;
  d: number;
  heads: number;
  width: number;
}

function sizesOf(qkv: tf.TensorInfo, heads: number): Sizes {
  const [n, t, packed] = qkv.shape as [number, number, number];
  return { n, t, d: packed / 3, heads, width: packed / 3 / heads };
}

/** One operand or result: [t, width] of each head inside rows of `stride`, from `from` on. */
interface Heads {
  stride: number;
  from: number;
}

const image = ({ t, heads, width }: Sizes, { stride, from }: Heads): string =>
  `batch / ${heads} * ${t * stride} + batch % ${heads} * ${width} + ${from}`;

const product = (
  sizes: Sizes,
  key: string,
  rest: Pick<Gemm, 'columns' | 'depth' | 'a' | 'aStep' | 'aByRows' | 'b' | 'bStep' | 'bColumn'> &
    Pick<Gemm, 'out' | 'outStep' | 'sizes'>,
): Gemm => ({
  key: `attention ${key} ${sizes.heads},${sizes.width}`,
  batch: sizes.n * sizes.heads,
  rows: sizes.t,
  segments: 1,
  row: 'vec4i(row, 0, 0, 0)',
  aPadding: null,
  outMissing: null,
  bias: false,
  activation: 'linear',
  ...rest,
});

/** [t, width] times [t, width] transposed: scores, or the gradient of the probabilities. */
function pairwise(sizes: Sizes, key: string, left: Heads, right: Heads): Gemm {
  const { n, t, heads, width } = sizes;
  return product(sizes, key, {
    ...{ columns: t, depth: width },
    ...{ a: `${image(sizes, left)} + r.x * ${left.stride}`, aStep: 1, aByRows: false },
    ...{ b: image(sizes, right), bStep: 1, bColumn: right.stride },
    out: `(batch * ${t} + r.x) * ${t}`,
    outStep: t,
    sizes: { a: n * t * left.stride, b: n * t * right.stride, out: n * heads * t * t },
  });
}

/** [t, t], transposed where said, times [t, width]. */
function weighted(sizes: Sizes, key: string, transposed: boolean, values: Heads, to: Heads): Gemm {
  const { n, t, heads, width } = sizes;
  return product(sizes, `${key} ${transposed}`, {
    ...{ columns: width, depth: t },
    a: `batch * ${t * t} + r.x * ${transposed ? 1 : t}`,
    aStep: transposed ? t : 1,
    aByRows: transposed,
    ...{ b: image(sizes, values), bStep: values.stride, bColumn: 1 },
    out: `${image(sizes, to)} + r.x * ${to.stride}`,
    outStep: width,
    sizes: { a: n * heads * t * t, b: n * t * values.stride, out: n * t * to.stride },
  });
}

/** Where queries, keys, values and the heads' outputs lie. */
function places({ d }: Sizes): Record<'q' | 'k' | 'v' | 'out', Heads> {
  return {
    q: { stride: 3 * d, from: 0 },
    k: { stride: 3 * d, from: d },
    v: { stride: 3 * d, from: 2 * d },
    out: { stride: d, from: 0 },
  };
}

function probabilities(
  backend: WebGPUBackend,
  variant: Variant,
  qkv: tf.TensorInfo,
  sizes: Sizes,
): tf.TensorInfo {
  const { n, t, heads, width } = sizes;
  const { q, k } = places(sizes);
  const shape = [n, heads, t, t];
  const scores = runGemm(backend, pairwise(sizes, 'scores', q, k), variant, [qkv, qkv], shape);
  const p = softmax(1 / Math.sqrt(width))(backend, variant, scores);
  backend.disposeData(scores.dataId);
  return p;
}

/** [N, T, 3 D] -> [N, T, D]. */
export function attention(
  backend: WebGPUBackend,
  variant: Variant,
  qkv: tf.TensorInfo,
  heads: number,
): tf.TensorInfo {
  const sizes = sizesOf(qkv, heads);
  const { v, out } = places(sizes);
  const p = probabilities(backend, variant, qkv, sizes);
  const mix = weighted(sizes, 'mix', false, v, out);
  const y = runGemm(backend, mix, variant, [p, qkv], [sizes.n, sizes.t, sizes.d]);
  backend.disposeData(p.dataId);
  return y;
}

/** dL/dqkv, with the probabilities computed again: [N, heads, T, T] is the biggest tensor. */
export function attentionGradient(
  backend: WebGPUBackend,
  variant: Variant,
  dy: tf.TensorInfo,
  qkv: tf.TensorInfo,
  heads: number,
): tf.TensorInfo {
  const sizes = sizesOf(qkv, heads);
  const { q, k, v, out } = places(sizes);
  const p = probabilities(backend, variant, qkv, sizes);
  const dp = runGemm(backend, pairwise(sizes, 'dp', out, v), variant, [dy, qkv], p.shape);
  const ds = softmaxGradient(1 / Math.sqrt(sizes.width))(backend, variant, dp, p);
  const dqkv = makeTensor(backend, qkv.shape);
  runGemmInto(backend, weighted(sizes, 'dq', false, k, q), variant, [ds, qkv], dqkv);
  runGemmInto(backend, weighted(sizes, 'dk', true, q, k), variant, [ds, qkv], dqkv);
  runGemmInto(backend, weighted(sizes, 'dv', true, out, v), variant, [p, dy], dqkv);
  for (const { dataId } of [p, dp, ds]) backend.disposeData(dataId);
  return dqkv;
}
