import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { compute, dispatch, type Shader, type Variant } from './device';
import { directCode, directWorkgroups } from './gemm-direct';
import type { Gemm } from './gemm-spec';
import { tiledCode, tiledWorkgroups } from './gemm-tiled';
import { sumRows } from './sum-rows';

/** Workgroups that keep a GPU busy: below, the sum over segments and k is split among more of them. */
const enoughWorkgroups = 128;

/** Parts the sum is split in: 1 where there are workgroups enough, or the variant is for few cores. */
function splitsOf(gemm: Gemm, variant: Variant): number {
  if (variant === 'direct' || gemm.bias || gemm.activation !== 'linear') return 1;
  if (gemm.segments > 1 || typeof gemm.depth !== 'number' || gemm.depth < 512) return 1;
  const [x, y, z] = tiledWorkgroups(gemm, 1);
  return Math.min(Math.floor(enoughWorkgroups / (x * y * z)) || 1, Math.ceil(gemm.depth / 256));
}

/** Computes `gemm` into a new tensor of `shape`. Inputs: A, B and, with `gemm.bias`, a bias per column. */
export function runGemm(
  backend: WebGPUBackend,
  gemm: Gemm,
  variant: Variant,
  inputs: readonly tf.TensorInfo[],
  shape: readonly number[],
): tf.TensorInfo {
  const splits = splitsOf(gemm, variant);
  const shader = gemmShader(gemm, variant, splits);
  if (splits === 1) return compute(backend, shader, inputs, shape);
  // Partial sums and one more pass, not atomics: the same inputs give the same bits.
  const parts = compute(backend, shader, inputs, [splits, gemm.sizes.out]);
  const sum = sumRows(backend, parts, null);
  backend.disposeData(parts.dataId);
  return { ...sum, shape: [...shape] };
}

/** Computes `gemm` into a part of an existing tensor. */
export function runGemmInto(
  backend: WebGPUBackend,
  gemm: Gemm,
  variant: Variant,
  inputs: readonly tf.TensorInfo[],
  output: tf.TensorInfo,
): void {
  dispatch(backend, gemmShader(gemm, variant, 1), inputs, [output]);
}

function gemmShader(gemm: Gemm, variant: Variant, splits: number): Shader {
  const { key, batch, rows, columns, segments, depth, sizes, bias, activation } = gemm;
  const numbers = [batch, rows, columns, segments, depth, sizes.a, sizes.b, sizes.out, splits];
  return {
    key: `gemm ${variant} ${key} ${numbers.join(',')} ${bias} ${activation}`,
    code: () => (variant === 'direct' ? directCode(gemm) : tiledCode(gemm, splits)),
    workgroups: variant === 'direct' ? directWorkgroups(gemm) : tiledWorkgroups(gemm, splits),
  };
}
