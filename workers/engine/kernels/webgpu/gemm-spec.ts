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
