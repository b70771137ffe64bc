import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { compute, dispatch, type Shader, type Variant } from './device';
import { directCode, directWorkgroups } from './gemm-direct';
import { tiledCode, tiledWorkgroups } from './gemm-tiled';
import { sumRows } from './sum-rows';

export type FusedActivation = 'linear' | 'relu' | 'relu6' | 'sigmoid';

/**
 * A batch of matrix products whose operands are addressed by WGSL expressions over constants, so
 * that convolutions, their gradients and attention are products without copies (implicit GEMM):
 *
 *     out[batch, row, column] = sum over segment, k of A(batch, row, segment, k) B(batch, segment, k, column)
 *
 * Rows are decoded once (`row`), a segment (a filter tap, a line of pixels) once per row, and
 * within a segment both operands advance by constant steps. Every expression is an i32 over the
 * names in its comment; offsets count float32 values.
 */
export interface Gemm {
  /** Unique for what is not in the numbers below, which complete the shader's key. */
  key: string;
  batch: number;
  rows: number;
  columns: number;
  segments: number;
  /** Length of a segment, or its first and last + 1 k, in `batch` and `segment`. */
  depth: number | readonly [from: string, to: string];
  /** vec4i of what a row's addresses need, in `batch` and `row`. */
  row: string;
  /** Offset of A at k = 0, in `batch`, `r` (the row's vec4i) and `segment`; padding where `aPadding`. */
  a: string;
  aStep: number;
  /**
   * In place of `a`, `aStep` and `aPadding` in the tiled variant, where every k has an address of its
   * own: offset and padding in `batch`, `r` and `k`.
   */
  gather?: { a: string; padding: string };
  /** Where A is zero and not to be read: a bool in the same names, or null. */
  aPadding: string | null;
  /** Whether neighbouring rows, not neighbouring k, lie side by side in A. */
  aByRows: boolean;
  /** Offset of B at k = 0 and column 0, in `batch` and `segment`. */
  b: string;
  bStep: number;
  bColumn: number;
  /** Offset of a row of the output, in `batch` and `r`. */
  out: string;
  /** Every row's offset is a multiple of it. */
  outStep: number;
  /** Rows that exist only to fill a rectangle: a bool in `batch` and `r`, or null. */
  outMissing: string | null;
  sizes: { a: number; b: number; out: number };
  bias: boolean;
  activation: FusedActivation;
}

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
